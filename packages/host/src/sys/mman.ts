/** <sys/mman.h>: mapped memory, and shared memory by name. Results as in socket.ts. */
import { lazy, resultOf } from '../call/libc.ts';
import { cString } from '../call/memory.ts';
import type { Address } from './file.ts';

const c = {
  shm_open: lazy('int shm_open(void *, int, unsigned int)'),
  shm_unlink: lazy('int shm_unlink(void *)'),
  mmap: lazy<(...args: (number | bigint)[]) => number>('intptr_t mmap(uintptr_t, size_t, int, int, int, int64_t)'),
  msync: lazy('int msync(uintptr_t, size_t, int)'),
  madvise: lazy('int madvise(uintptr_t, size_t, int)'),
};

export function shm_open(name: string, flags: number, mode: number): number {
  return resultOf(c.shm_open(cString(name), flags, mode));
}

export function shm_unlink(name: string): number {
  return resultOf(c.shm_unlink(cString(name)));
}

/** What is mapped, and how: mmap(2)'s arguments behind the place and the length. */
export interface Mapping {
  readonly prot: number;
  readonly flags: number;
  readonly fd: number;
  readonly offset: bigint;
}

/** Maps at a place that is the caller's, whatever was there. 0 or -errno. */
export function mmapAt(address: Address, length: number, { prot, flags, fd, offset }: Mapping): number {
  return Math.min(resultOf(c.mmap(address, length, prot, flags, fd, offset)), 0);
}

export function msync(address: Address, length: number, flags: number): number {
  return resultOf(c.msync(address, length, flags));
}

export function madvise(address: Address, length: number, advice: number): number {
  return resultOf(c.madvise(address, length, advice));
}
