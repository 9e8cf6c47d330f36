/** <sys/mman.h>: mapping a file over memory that is there. Results as in socket.ts. */
import { lazy, resultOf } from '../call/libc.ts';
import { constants } from '../constants/all.ts';

const c = {
  mmap: lazy('intptr_t mmap(uintptr_t, size_t, int, int, int, int64_t)'),
};

const { MAP_FIXED, MAP_PRIVATE, MAP_SHARED, PROT_READ, PROT_WRITE } = constants;

/** Has `length` bytes at an address, in whole pages, begin as those of a file. What is written there stays this process's. */
export function mapCopy(address: number, length: number, fd: number): number {
  const mapped = c.mmap(address, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd, 0);
  return mapped === -1 ? resultOf(-1) : 0;
}

/** Maps the beginning of a file, shared with all that have it mapped. The address, or -errno. */
export function mapShared(length: number, fd: number): number {
  const address = c.mmap(0, length, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  return address === -1 ? resultOf(-1) : address;
}
