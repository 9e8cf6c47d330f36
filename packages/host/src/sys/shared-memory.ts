/** <sys/mman.h>: shared memory by name. Results as in socket.ts. */
import { lazy, resultOf } from '../call/libc.ts';
import { cString } from '../call/memory.ts';

const c = {
  shm_open: lazy('int shm_open(void *, int, unsigned int)'),
  shm_unlink: lazy('int shm_unlink(void *)'),
};

export function shm_open(name: string, flags: number, mode: number): number {
  return resultOf(c.shm_open(cString(name), flags, mode));
}

export function shm_unlink(name: string): number {
  return resultOf(c.shm_unlink(cString(name)));
}
