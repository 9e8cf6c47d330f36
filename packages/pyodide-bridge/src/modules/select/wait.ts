/** Waiting for descriptors, once for select, poll and epoll: deadlines and EINTR (PEP 475). */
import { constants } from '@pysock/host';
import { monotonic } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import type { Wait } from '../../scheduler/threads.ts';

const { EAGAIN, EINTR } = constants;

/** A wait for descriptors, to be made as often as it takes. */
export interface DescriptorWait {
  /** Makes the system call once, waiting at most `timeout` nanoseconds (negative: without end). How many are ready, or -errno. */
  attempt(timeout: number): number;
  /** A descriptor of the wait is about to be closed; `to` is the same file until the wait is over. */
  moved?(from: number, to: number): void;
  /** What a scheduler watches until `attempt(0)` may find something: `count` times `struct pollfd`. */
  pollfds(): { readonly fds: Int32Array; readonly count: number };
}

/**
 * Waits at most `timeout` nanoseconds, negative for no end. When a signal interrupts the wait, its handlers run, and it goes
 * on for the time that is left. How many are ready, -errno, INTERRUPTED when a handler raised, or SUSPENDED.
 */
export function waitFor({ scheduler }: Bridge, wait: DescriptorWait, timeout: number): number {
  if (timeout === 0) {
    const ready = wait.attempt(0);
    return ready === -EINTR ? scheduler.interrupted(toSuspend(wait, 0)) : ready;
  }
  if (scheduler.threaded) return scheduler.waitFor(toSuspend(wait, timeout));
  const start = timeout < 0 ? 0 : monotonic();
  const ready = wait.attempt(timeout);
  if (ready !== -EINTR) return ready;
  return scheduler.interrupted(toSuspend(wait, timeout < 0 ? timeout : Math.max(timeout - (monotonic() - start), 0)));
}

/** The same to be suspended in: asked without waiting, and again when the scheduler has seen a descriptor ready. */
function toSuspend(wait: DescriptorWait, timeout: number): Wait {
  const { fds, count } = wait.pollfds();
  const files = Array.from({ length: count }, (_, index) => ({
    fd: fds[index * 2] as number,
    events: (fds[index * 2 + 1] as number) & 0xffff,
  })).filter(({ fd }) => fd >= 0);
  return {
    files,
    deadline: timeout < 0 ? Number.POSITIVE_INFINITY : monotonic() + timeout,
    expired: 0,
    moved: (from, to) => wait.moved?.(from, to),
    attempt: () => wait.attempt(0) || -EAGAIN,
  };
}
