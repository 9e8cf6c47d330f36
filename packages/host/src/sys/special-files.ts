/** <sys/mman.h>, <sys/random.h>, <sys/timerfd.h>: descriptors that no path names. Results as in socket.ts. */

import { lazy, resultOf } from '../call/libc.ts';
import { watchable } from '../call/watch.ts';
import type { Address } from './file.ts';

const c = watchable({
  memfd_create: lazy('int memfd_create(uintptr_t, unsigned int)'),
  getrandom: lazy('int64_t getrandom(uintptr_t, size_t, unsigned int)'),
  timerfd_create: lazy('int timerfd_create(int, int)'),
  timerfd_settime: lazy('int timerfd_settime(int, int, void *, void *)'),
  timerfd_gettime: lazy('int timerfd_gettime(int, void *)'),
});

export function memfd_create(name: Address, flags: number): number {
  return resultOf(c.memfd_create(name, flags));
}

export function getrandom(buffer: Address, size: number, flags: number): number {
  return resultOf(c.getrandom(buffer, size, flags));
}

export function timerfd_create(clock: number, flags: number): number {
  return resultOf(c.timerfd_create(clock, flags));
}

/** Both are a `struct itimerspec`: the interval, then the time, in seconds and nanoseconds each. */
export function timerfd_settime(fd: number, flags: number, value: BigInt64Array, previous: BigInt64Array): number {
  return resultOf(c.timerfd_settime(fd, flags, value, previous));
}

export function timerfd_gettime(fd: number, value: BigInt64Array): number {
  return resultOf(c.timerfd_gettime(fd, value));
}
