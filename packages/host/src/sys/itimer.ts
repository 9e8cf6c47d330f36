/** <sys/time.h>, <unistd.h>: the process's own timers, which send it signals. Results as in socket.ts. */
import { lazy, resultOf } from '../call/libc.ts';

const c = {
  alarm: lazy('unsigned int alarm(unsigned int)'),
  setitimer: lazy('int setitimer(int, void *, void *)'),
  getitimer: lazy('int getitimer(int, void *)'),
};

/** Answers the seconds that were left of an alarm before. */
export function alarm(seconds: number): number {
  return c.alarm(seconds >>> 0);
}

/** `timer` and `previous` are a `struct itimerval` in words: interval and value, seconds and microseconds each. */
export function setitimer(which: number, timer: BigInt64Array, previous: BigInt64Array): number {
  return resultOf(c.setitimer(which, timer, previous));
}

export function getitimer(which: number, timer: BigInt64Array): number {
  return resultOf(c.getitimer(which, timer));
}
