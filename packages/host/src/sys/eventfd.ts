/** <sys/eventfd.h>. Results as in socket.ts. */
import { lazy, resultOf } from '../call/libc.ts';

const c = { eventfd: lazy('int eventfd(unsigned int, int)') };

export function eventfd(initval: number, flags: number): number {
  return resultOf(c.eventfd(initval, flags));
}
