/** <unistd.h>, <sys/stat.h>, <fcntl.h>: folders' entries that `file.ts` has not, and copies within the kernel. Results as in socket.ts. */
import { bind, type CFunction, lazy, resultOf } from '../call/libc.ts';
import { watchable } from '../call/watch.ts';
import { SYS_preadv2, SYS_pwritev2 } from '../constants/index.ts';
import type { Address } from './file.ts';

/** musl has the two from 1.2.5 on; before, the calls are made by their numbers, whose offset has an upper word of its own. */
function positioned(name: string, number: number): CFunction {
  let call: CFunction | undefined;
  const find = (): CFunction => {
    try {
      return bind(`int64_t ${name}(int, void *, int, int64_t, int)`);
    } catch {
      const syscall = bind('int64_t syscall(int64_t, int, void *, int64_t, int64_t, int64_t, int)');
      return (fd, vector, count, offset, flags) => syscall(number, fd, vector, count, offset, 0, flags);
    }
  };
  return (...args) => {
    call ??= find();
    return call(...args);
  };
}

const c = watchable({
  linkat: lazy('int linkat(int, uintptr_t, int, uintptr_t, int)'),
  mkfifoat: lazy('int mkfifoat(int, uintptr_t, unsigned int)'),
  chroot: lazy('int chroot(uintptr_t)'),
  splice: lazy('int64_t splice(int, void *, int, void *, size_t, unsigned int)'),
  copy_file_range: lazy('int64_t copy_file_range(int, void *, int, void *, size_t, unsigned int)'),
  preadv2: positioned('preadv2', SYS_preadv2),
  pwritev2: positioned('pwritev2', SYS_pwritev2),
  lockf: lazy('int lockf(int, int, int64_t)'),
});

export function linkat(oldDirfd: number, oldPath: Address, newDirfd: number, newPath: Address, flags: number): number {
  return resultOf(c.linkat(oldDirfd, oldPath, newDirfd, newPath, flags));
}

export function mkfifoat(dirfd: number, path: Address, mode: number): number {
  return resultOf(c.mkfifoat(dirfd, path, mode));
}

export function chroot(path: Address): number {
  return resultOf(c.chroot(path));
}

/** Where a file is read from or written to, and afterwards how far; null is its own position, which is moved. */
export type Offset = BigInt64Array | null;

export function splice(from: number, fromAt: Offset, to: number, toAt: Offset, count: number, flags: number): number {
  return resultOf(c.splice(from, fromAt, to, toAt, count, flags));
}

export function copy_file_range(from: number, fromAt: Offset, to: number, toAt: Offset, count: number): number {
  return resultOf(c.copy_file_range(from, fromAt, to, toAt, count, 0));
}

/** `vector` is an array of `struct iovec`: address and length, 8 bytes each. */
export function preadv2(fd: number, vector: BigUint64Array, count: number, offset: bigint, flags: number): number {
  return resultOf(c.preadv2(fd, vector, count, offset, flags));
}

export function pwritev2(fd: number, vector: BigUint64Array, count: number, offset: bigint, flags: number): number {
  return resultOf(c.pwritev2(fd, vector, count, offset, flags));
}

export function lockf(fd: number, command: number, length: bigint): number {
  return resultOf(c.lockf(fd, command, length));
}
