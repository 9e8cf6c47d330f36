/** Waiting for descriptors, once for select, poll and epoll: deadlines and EINTR (PEP 475). */
import { constants, monotonic } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';

const { EINTR } = constants;

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
