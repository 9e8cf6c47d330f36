/** Waiting in the kernel, in place, with everything else of this thread of Node's standing still. */
import { constants, type threads } from '@pysock/host';
import { INTERRUPTED } from '@pysock/host/call';
import { monotonic, pollTimeout, TIMED_OUT } from '@pysock/socket-shim/internals';
import { type Slices, waitForCall } from './kernel-wait.ts';
import { Readiness } from './readiness.ts';
import type { Wait } from './threads.ts';

const { EAGAIN, EINTR } = constants;

export class InPlace {
  /** Whether a wait without JavaScript is to be made in slices, and in which; absent, it never is. */
  slices: (() => Slices | undefined) | undefined;
  private readonly callThreads: threads.CallThreads;
  private readonly checkSignals: () => number;

  /** `checkSignals` has the handlers of signals run; negative when one of them raised. */
  constructor(callThreads: threads.CallThreads, checkSignals: () => number) {
    this.callThreads = callThreads;
    this.checkSignals = checkSignals;
  }

  /** The wait's result, when it is there or its time is over; -EINTR when a signal interrupted it, and it can be called again. */
  wait(wait: Wait): number {
    const slices = this.slices?.();
    const alone = new Readiness<Wait>();
    try {
      for (;;) {
        const result = wait.attempt();
        if (result !== -EAGAIN) return result;
        if (wait.running?.isOver === false) {
          if (waitForCall(wait.running, this.callThreads.descriptor, slices) === -EINTR) return -EINTR;
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

  /** Likewise, with the handlers of signals run in between. INTERRUPTED when one of them raised. */
  waitWithHandlers(wait: Wait): number {
    for (;;) {
      const result = this.wait(wait);
      if (result !== -EINTR) return result;
      if (this.checkSignals() < 0) {
        wait.cancel?.();
        return INTERRUPTED;
      }
    }
  }
}
