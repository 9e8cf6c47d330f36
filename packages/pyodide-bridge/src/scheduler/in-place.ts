/** Waiting in the kernel, in place, with everything else of this thread of Node's standing still. */
import { constants } from '@pysock/host';
import { monotonic, pollTimeout, TIMED_OUT } from '@pysock/socket-shim/internals';
import { type Slices, waitForCall } from './kernel-wait.ts';
import { Readiness } from './readiness.ts';
import type { Wait } from './threads.ts';

const { EAGAIN, EINTR } = constants;

/**
 * The wait's result, when it is there or its time is over; -EINTR when a signal interrupted it, and it can be called again.
 * `ofCalls` is the descriptor that tells of the end of calls in other threads.
 */
export function waitInPlace(wait: Wait, ofCalls: number, slices?: Slices): number {
  const alone = new Readiness<Wait>();
  try {
    for (;;) {
      const result = wait.attempt();
      if (result !== -EAGAIN) return result;
      if (wait.running?.isOver === false) {
        if (waitForCall(wait.running, ofCalls, slices) === -EINTR) return -EINTR;
        continue;
      }
      const left = wait.deadline - monotonic();
      if (left <= 0) {
        wait.cancel?.();
        return wait.expired ?? TIMED_OUT;
      }
      for (const { fd, events } of wait.files) if (!alone.add(fd, events, wait)) return wait.attempt();
      const longest = left === Number.POSITIVE_INFINITY ? -1 : pollTimeout(left);
      const timeout = slices === undefined ? longest : Math.min(longest >>> 0, slices.length);
      if (alone.wait(timeout, () => undefined) === -EINTR || slices?.isInterrupted()) return -EINTR;
      for (const { fd } of wait.files) alone.remove(fd, wait);
    }
  } finally {
    alone.dispose();
  }
}
