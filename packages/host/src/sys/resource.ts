/** <sys/resource.h>. Results as in socket.ts. */
import { errno, lazy, resultOf, setErrno } from '../call/libc.ts';

const c = {
  prlimit: lazy('int prlimit(int, int, void *, void *)'),
  getrusage: lazy('int getrusage(int, void *)'),
  getpriority: lazy('int getpriority(int, unsigned int)'),
  setpriority: lazy('int setpriority(int, unsigned int, int)'),
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

/** <sys/resource.h>, <unistd.h>: `nice` of threads and processes. A nice value may be -1: the errno is in `failed`. */
export function getpriority(which: number, who: number): { readonly value: number; readonly failed: number } {
  setErrno(0);
  const value = c.getpriority(which, who);
  return { value, failed: value === -1 ? errno() : 0 };
}

export function setpriority(which: number, who: number, value: number): number {
  return resultOf(c.setpriority(which, who, value));
}
