/** <time.h>. Results as in socket.ts. */

import { lazy } from '../call/libc.ts';
import { CLOCK_MONOTONIC, TIMER_ABSTIME } from '../constants/index.ts';

const c = { clock_nanosleep: lazy('int clock_nanosleep(int, int, void *, void *)') };

const deadline = new BigInt64Array(2);

/** Sleeps until the monotonic clock shows `at` nanoseconds. Answers 0, or -EINTR when a signal came. */
export function sleepUntil(at: bigint): number {
  deadline[0] = at / 1_000_000_000n;
  deadline[1] = at % 1_000_000_000n;
  return -c.clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, deadline, null);
}
