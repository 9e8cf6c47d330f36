/** Waiting in the kernel, in place, with everything else of this thread of Node's standing still. */
import { constants } from '@pysock/host';
import { monotonic, pollTimeout, TIMED_OUT } from '@pysock/socket-shim/internals';
import { waitForCall } from './kernel-wait.ts';
import { Readiness } from './readiness.ts';
import type { Wait } from './threads.ts';

const { EAGAIN, EINTR } = constants;

/**
 * The wait's result, when it is there or its time is over; -EINTR when a signal interrupted it, and it can be called again.
 * `ofCalls` is the descriptor that tells of the end of calls in other threads.
 */
export function waitInPlace(wait: Wait, ofCalls: number): number {
  const alone = new Readiness<Wait>();
  try {
    for (;;) {
      const result = wait.attempt();
      if (result !== -EAGAIN) return result;
      if (wait.running?.isOver === false) {
        if (waitForCall(wait.running, ofCalls) === -EINTR) return -EINTR;
        continue;
      }
      const left = wait.deadline - monotonic();
      if (left <= 0) {
        wait.cancel?.();
        return wait.expired ?? TIMED_OUT;
      }
      for (const { fd, events } of wait.files) if (!alone.add(fd, events, wait)) return wait.attempt();
      const timeout = left === Number.POSITIVE_INFINITY ? -1 : pollTimeout(left);
      if (alone.wait(timeout, () => undefined) === -EINTR) return -EINTR;
      for (const { fd } of wait.files) alone.remove(fd, wait);
    }
  } finally {
    alone.dispose();
  }
}
