/** <sys/resource.h>. Results as in socket.ts. */
import { lazy, resultOf } from '../call/libc.ts';

const c = {
  prlimit: lazy('int prlimit(int, int, void *, void *)'),
  getrusage: lazy('int getrusage(int, void *)'),
};

/** `limits` is a `struct rlimit`: the current and the highest allowed. A process is set or asked where the other is null; 0 is this one. */
export function prlimit(
  pid: number,
  resource: number,
  limits: BigUint64Array | null,
  previous: BigUint64Array | null,
): number {
  return resultOf(c.prlimit(pid, resource, limits, previous));
}

/** Words of a `struct rusage`: two times, seconds and microseconds each, and 14 counters. */
export const RUSAGE_WORDS = 18;

export function getrusage(who: number, usage: BigInt64Array): number {
  return resultOf(c.getrusage(who, usage));
}
