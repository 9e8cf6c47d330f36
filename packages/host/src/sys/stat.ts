/**
 * <sys/stat.h>, <sys/statvfs.h>: statx is the one stat call whose structure has the same layout on every processor. Results as
 * in socket.ts.
 */

import { bind, type CFunction, lazy, resultOf } from '../call/libc.ts';
import { watchable } from '../call/watch.ts';
import { AT_EMPTY_PATH, STATX_BASIC_STATS, SYS_statx } from '../constants/index.ts';
import type { Address } from './file.ts';

/** musl has the function from 1.2.5 on; before, the call is made by its number. */
function bindStatx(pathType: 'uintptr_t' | 'void *'): CFunction {
  const parameters = `int, ${pathType}, int, unsigned int, void *`;
  try {
    return bind(`int statx(${parameters})`);
  } catch {
    const syscall = bind(`int64_t syscall(int64_t, ${parameters})`);
    return (...args) => syscall(SYS_statx, ...args);
  }
}

const c = watchable({
  statx: bindStatx('uintptr_t'),
  fstatx: bindStatx('void *'),
  statvfs: lazy('int statvfs(uintptr_t, void *)'),
  fstatvfs: lazy('int fstatvfs(int, void *)'),
});

const bytes = new Uint8Array(256);
const view = new DataView(bytes.buffer);
const empty = new Uint8Array(1);

export interface Timestamp {
  seconds: bigint;
  nanoseconds: number;
}

/** What the last {@link statx} that succeeded has found. One object, overwritten by the next call. */
export const stat = {
  get mode(): number {
    return view.getUint16(28, true);
  },
  get nlink(): number {
    return view.getUint32(16, true);
  },
  get uid(): number {
    return view.getUint32(20, true);
  },
  get gid(): number {
    return view.getUint32(24, true);
  },
  get ino(): bigint {
    return view.getBigUint64(32, true);
  },
  get size(): bigint {
    return view.getBigUint64(40, true);
  },
  get blocks(): bigint {
    return view.getBigUint64(48, true);
  },
  get blksize(): number {
    return view.getUint32(4, true);
  },
  get rdev(): number {
    return makedev(view.getUint32(128, true), view.getUint32(132, true));
  },
  get dev(): number {
    return makedev(view.getUint32(136, true), view.getUint32(140, true));
  },
  get atime(): Timestamp {
    return timestamp(64);
  },
  get ctime(): Timestamp {
    return timestamp(96);
  },
  get mtime(): Timestamp {
    return timestamp(112);
  },
};

function timestamp(offset: number): Timestamp {
  return { seconds: view.getBigInt64(offset, true), nanoseconds: view.getUint32(offset + 8, true) };
}

/** The lower 32 bits of glibc's `dev_t`: enough for a major number below 4096. */
function makedev(major: number, minor: number): number {
  return (((major & 0xfff) << 8) | (minor & 0xff) | ((minor & 0xfff00) << 12)) >>> 0;
}

export function statx(dirfd: number, path: Address, flags: number): number {
  return resultOf(c.statx(dirfd, path, flags, STATX_BASIC_STATS, bytes));
}

export function fstat(fd: number): number {
  return resultOf(c.fstatx(fd, empty, AT_EMPTY_PATH, STATX_BASIC_STATS, bytes));
}

/** `struct statvfs` as 64-bit words, in its own order: f_bsize, f_frsize, f_blocks, f_bfree, f_bavail, f_files, f_ffree, ... */
export const volume = new BigUint64Array(14);

export function statvfs(path: Address): number {
  return resultOf(c.statvfs(path, volume));
}

export function fstatvfs(fd: number): number {
  return resultOf(c.fstatvfs(fd, volume));
}
