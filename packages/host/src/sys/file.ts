/**
 * <fcntl.h>, <unistd.h>, <sys/stat.h>: files by path and by descriptor. Results as in socket.ts.
 *
 * Paths and buffers are host addresses: who calls has them in a WebAssembly memory, NUL-terminated and in whatever
 * bytes the file system holds.
 */
import { bind, errnoOf, lazy, resultOf } from '../call/libc.ts';
import { watchable } from '../call/watch.ts';

export type Address = number;

const c = watchable({
  openat: bind('int openat(int, uintptr_t, int, unsigned int)'),
  readv: lazy('int64_t readv(int, void *, int)'),
  writev: lazy('int64_t writev(int, void *, int)'),
  pread: lazy('int64_t pread(int, uintptr_t, size_t, int64_t)'),
  pwrite: lazy('int64_t pwrite(int, uintptr_t, size_t, int64_t)'),
  lseek: bind('int64_t lseek(int, int64_t, int)'),
  dup3: lazy('int dup3(int, int, int)'),
  fsync: lazy('int fsync(int)'),
  fdatasync: lazy('int fdatasync(int)'),
  ftruncate: lazy('int ftruncate(int, int64_t)'),
  truncate: lazy('int truncate(uintptr_t, int64_t)'),
  posix_fallocate: lazy('int posix_fallocate(int, int64_t, int64_t)'),
  posix_fadvise: lazy('int posix_fadvise(int, int64_t, int64_t, int)'),
  getdents64: lazy('int64_t syscall(int64_t, int, uintptr_t, size_t)'),
  faccessat: lazy('int faccessat(int, uintptr_t, int, int)'),
  fchmodat: lazy('int fchmodat(int, uintptr_t, unsigned int, int)'),
  fchmod: lazy('int fchmod(int, unsigned int)'),
  fchownat: lazy('int fchownat(int, uintptr_t, unsigned int, unsigned int, int)'),
  fchown: lazy('int fchown(int, unsigned int, unsigned int)'),
  mkdirat: lazy('int mkdirat(int, uintptr_t, unsigned int)'),
  mknodat: lazy('int mknodat(int, uintptr_t, unsigned int, uint64_t)'),
  unlinkat: lazy('int unlinkat(int, uintptr_t, int)'),
  renameat: lazy('int renameat(int, uintptr_t, int, uintptr_t)'),
  readlinkat: lazy('int64_t readlinkat(int, uintptr_t, uintptr_t, size_t)'),
  symlinkat: lazy('int symlinkat(uintptr_t, int, uintptr_t)'),
  utimensat: lazy('int utimensat(int, uintptr_t, void *, int)'),
  futimens: lazy('int futimens(int, void *)'),
  chdir: lazy('int chdir(uintptr_t)'),
  fchdir: lazy('int fchdir(int)'),
  getcwd: lazy('uintptr_t getcwd(uintptr_t, size_t)'),
  umask: lazy('unsigned int umask(unsigned int)'),
  fcntlAt: lazy('int fcntl(int, int, uintptr_t)'),
  isatty: lazy('int isatty(int)'),
  tcgetattr: lazy('int tcgetattr(int, uintptr_t)'),
  tcsetattr: lazy('int tcsetattr(int, int, uintptr_t)'),
});

/** glibc has getdents64 since 2.30 only, musl under another name: by number. */
const SYS_getdents64 = process.arch === 'arm64' ? 61 : 217;

export function openat(dirfd: number, path: Address, flags: number, mode: number): number {
  return resultOf(c.openat(dirfd, path, flags, mode));
}

/** `vector` is an array of `struct iovec`: address and length, 8 bytes each. */
export function readv(fd: number, vector: BigUint64Array, count: number): number {
  return resultOf(c.readv(fd, vector, count));
}

export function writev(fd: number, vector: BigUint64Array, count: number): number {
  return resultOf(c.writev(fd, vector, count));
}

export function pread(fd: number, buffer: Address, length: number, offset: number): number {
  return resultOf(c.pread(fd, buffer, length, offset));
}

export function pwrite(fd: number, buffer: Address, length: number, offset: number): number {
  return resultOf(c.pwrite(fd, buffer, length, offset));
}

export function lseek(fd: number, offset: number | bigint, whence: number): number {
  return resultOf(c.lseek(fd, offset, whence));
}

export function dup3(fd: number, other: number, flags: number): number {
  return resultOf(c.dup3(fd, other, flags));
}

export function fsync(fd: number): number {
  return resultOf(c.fsync(fd));
}

export function fdatasync(fd: number): number {
  return resultOf(c.fdatasync(fd));
}

export function ftruncate(fd: number, length: number): number {
  return resultOf(c.ftruncate(fd, length));
}

export function truncate(path: Address, length: number): number {
  return resultOf(c.truncate(path, length));
}

/** Answers its error itself, not through errno. */
export function posix_fallocate(fd: number, offset: number | bigint, length: number | bigint): number {
  return errnoOf(c.posix_fallocate(fd, offset, length));
}

/** Answers its error itself, not through errno. */
export function posix_fadvise(fd: number, offset: number | bigint, length: number | bigint, advice: number): number {
  return errnoOf(c.posix_fadvise(fd, offset, length, advice));
}

export function getdents64(fd: number, entries: Address, size: number): number {
  return resultOf(c.getdents64(SYS_getdents64, fd, entries, size));
}

export function faccessat(dirfd: number, path: Address, mode: number, flags: number): number {
  return resultOf(c.faccessat(dirfd, path, mode, flags));
}

export function fchmodat(dirfd: number, path: Address, mode: number, flags: number): number {
  return resultOf(c.fchmodat(dirfd, path, mode, flags));
}

export function fchmod(fd: number, mode: number): number {
  return resultOf(c.fchmod(fd, mode));
}

export function fchownat(dirfd: number, path: Address, owner: number, group: number, flags: number): number {
  return resultOf(c.fchownat(dirfd, path, owner >>> 0, group >>> 0, flags));
}

export function fchown(fd: number, owner: number, group: number): number {
  return resultOf(c.fchown(fd, owner >>> 0, group >>> 0));
}

export function mkdirat(dirfd: number, path: Address, mode: number): number {
  return resultOf(c.mkdirat(dirfd, path, mode));
}

export function mknodat(dirfd: number, path: Address, mode: number, device: number | bigint): number {
  return resultOf(c.mknodat(dirfd, path, mode, device));
}

export function unlinkat(dirfd: number, path: Address, flags: number): number {
  return resultOf(c.unlinkat(dirfd, path, flags));
}

export function renameat(oldDirfd: number, oldPath: Address, newDirfd: number, newPath: Address): number {
  return resultOf(c.renameat(oldDirfd, oldPath, newDirfd, newPath));
}

export function readlinkat(dirfd: number, path: Address, buffer: Address, size: number): number {
  return resultOf(c.readlinkat(dirfd, path, buffer, size));
}

export function symlinkat(target: Address, dirfd: number, path: Address): number {
  return resultOf(c.symlinkat(target, dirfd, path));
}

/** `times` is two `struct timespec` of 64 bits a field: last access, last change. Null is now. */
export function utimensat(dirfd: number, path: Address, times: BigInt64Array | null, flags: number): number {
  return resultOf(c.utimensat(dirfd, path, times, flags));
}

export function futimens(fd: number, times: BigInt64Array | null): number {
  return resultOf(c.futimens(fd, times));
}

export function chdir(path: Address): number {
  return resultOf(c.chdir(path));
}

export function fchdir(fd: number): number {
  return resultOf(c.fchdir(fd));
}

/** Answers 0 when it has written the path, or -errno. */
export function getcwd(buffer: Address, size: number): number {
  return c.getcwd(buffer, size) === 0 ? resultOf(-1) : 0;
}

/** Never fails. */
export function umask(mask: number): number {
  return c.umask(mask);
}

/** fcntl with a structure, such as `struct flock`, in foreign memory. */
export function fcntlAt(fd: number, command: number, argument: Address): number {
  return resultOf(c.fcntlAt(fd, command, argument));
}

export function isatty(fd: number): boolean {
  return c.isatty(fd) === 1;
}

export function tcgetattr(fd: number, attributes: Address): number {
  return resultOf(c.tcgetattr(fd, attributes));
}

export function tcsetattr(fd: number, actions: number, attributes: Address): number {
  return resultOf(c.tcsetattr(fd, actions, attributes));
}
