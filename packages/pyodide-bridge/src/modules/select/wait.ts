/** Waiting for descriptors, once for select, poll and epoll: deadlines and EINTR (PEP 475). */
import { constants, monotonic } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';

const { EAGAIN, EINTR } = constants;

/** A wait for descriptors, to be made as often as it takes. */
export interface DescriptorWait {
  /** Makes the system call once, waiting at most `timeout` nanoseconds (negative: without end). How many are ready, or -errno. */
  attempt(timeout: number): number;
  /** What a scheduler watches until `attempt(0)` may find something: `count` times `struct pollfd`. */
  pollfds(): { readonly fds: Int32Array; readonly count: number };
}

/**
 * Waits at most `timeout` nanoseconds, negative for no end. When a signal interrupts the wait, its handlers run, and it goes
 * on for the time that is left. How many are ready, -errno, or INTERRUPTED when a handler raised.
 */
export function waitFor(bridge: Bridge, wait: DescriptorWait, timeout: number): number {
  if (bridge.scheduler.threaded && timeout !== 0) return suspendFor(bridge, wait, timeout);
  const deadline = timeout > 0 ? monotonic() + timeout : 0;
  let left = timeout;
  for (;;) {
    const ready = wait.attempt(left);
    if (ready !== -EINTR) return ready;
    const signalled = bridge.checkSignals();
    if (signalled < 0) return signalled;
    if (timeout < 0) continue;
    left = deadline - monotonic();
    if (left < 0) return 0;
  }
}

/** The same with other threads to make way for: asked without waiting, and again when the scheduler has seen a descriptor ready. */
function suspendFor({ scheduler }: Bridge, wait: DescriptorWait, timeout: number): number {
  const { fds, count } = wait.pollfds();
  const files = Array.from({ length: count }, (_, index) => ({
    fd: fds[index * 2] as number,
    events: (fds[index * 2 + 1] as number) & 0xffff,
  })).filter(({ fd }) => fd >= 0);
  return scheduler.waitFor({
    files,
    deadline: timeout < 0 ? Number.POSITIVE_INFINITY : monotonic() + timeout,
    expired: 0,
    attempt: () => wait.attempt(0) || -EAGAIN,
  });
}
