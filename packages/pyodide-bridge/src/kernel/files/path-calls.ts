/**
 * The system calls that take a path: the host's, but for Pyodide's own paths.
 *
 * The guest's C library calls them with addresses in its memory; the host reads the path there, so it sees the very bytes that
 * Python encoded. Each answers as Linux does: 0 or more, or -errno in the guest's numbers.
 */
import { constants, sys } from '@pysock/host';
import { writeStat, writeStatFs } from '../../identity/guest-stat.ts';
import { hostOpenFlags } from '../../identity/open-flags.ts';
import type { HostStream } from '../descriptors/host-stream.ts';
import type { HostFilesContext } from './context.ts';
import { isGuestPath } from './guest-paths.ts';
import { createPathFinder } from './path-finder.ts';

/** A system call of the guest: the host's result, or undefined when it is Pyodide's own business. */
export type GuestCall = (...args: never[]) => number | undefined;
export type GuestCalls = Readonly<Record<string, GuestCall>>;

// The guest's C library has Linux's numbers.
const { AT_EMPTY_PATH, AT_FDCWD, AT_REMOVEDIR, AT_SYMLINK_NOFOLLOW } = constants;
/** What the guest's fstatat adds and the host's statx does not take: AT_NO_AUTOMOUNT is harmless, but unknown flags are EINVAL. */
const STAT_FLAGS = AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW;

export function createPathCalls(context: HostFilesContext): GuestCalls {
  const { module, errno, memory, descriptors } = context;
  const { find, folder, descriptorFolder } = createPathFinder(context);
  const answer = (result: number): number => (result < 0 ? -errno.guest(-result) : result);

  /** A call with one path: `call` gets the host's folder descriptor and the path's host address. `isFollowed` as for `find`. */
  function at(
    dirfd: number,
    path: number,
    call: (dirfd: number, path: number) => number,
    isFollowed = true,
  ): number | undefined {
    const place = find(dirfd, path, isFollowed);
    return place === undefined ? undefined : answer(call(place.dirfd, place.path));
  }

  /** Two `struct timespec` of the guest, whose nanoseconds have 32 bits. */
  function timesAt(pointer: number): BigInt64Array | null {
    if (pointer === 0) return null;
    const view = new DataView(module.HEAPU8.buffer, pointer, 32);
    return BigInt64Array.of(
      view.getBigInt64(0, true),
      BigInt(view.getInt32(8, true)),
      view.getBigInt64(16, true),
      BigInt(view.getInt32(24, true)),
    );
  }

  function statAt(dirfd: number, path: number, buffer: number, flags: number): number | undefined {
    const isFollowed = (flags & AT_SYMLINK_NOFOLLOW) === 0;
    const result = at(dirfd, path, (dir, name) => sys.statx(dir, name, flags), isFollowed);
    if (result === 0) writeStat(module, buffer >>> 0);
    return result;
  }

  return {
    __syscall_openat(dirfd: number, path: number, flags: number, varargs: number) {
      const mode = varargs ? (module.HEAP32[varargs >>> 2] as number) : 0;
      const nfd = at(dirfd, path, (dir, name) => sys.openat(dir, name, hostOpenFlags(flags), mode));
      if (nfd === undefined || nfd < 0) return nfd;
      const guest = descriptors.open(nfd);
      const kind = descriptorFolder(path);
      if (kind !== undefined) (descriptors.find(guest) as HostStream).folder = kind;
      return guest;
    },
    __syscall_stat64: (path: number, buffer: number) => statAt(AT_FDCWD, path, buffer, 0),
    __syscall_lstat64: (path: number, buffer: number) => statAt(AT_FDCWD, path, buffer, AT_SYMLINK_NOFOLLOW),
    __syscall_newfstatat: (dirfd: number, path: number, buffer: number, flags: number) =>
      statAt(dirfd, path, buffer, flags & STAT_FLAGS),
    __syscall_faccessat: (dirfd: number, path: number, mode: number, flags: number) =>
      at(dirfd, path, (dir, name) => sys.faccessat(dir, name, mode, flags)),
    __syscall_chmod: (path: number, mode: number) =>
      at(AT_FDCWD, path, (dir, name) => sys.fchmodat(dir, name, mode, 0)),
    __syscall_fchmodat2: (dirfd: number, path: number, mode: number, flags: number) =>
      at(dirfd, path, (dir, name) => sys.fchmodat(dir, name, mode, flags)),
    __syscall_fchownat: (dirfd: number, path: number, owner: number, group: number, flags: number) =>
      at(dirfd, path, (dir, name) => sys.fchownat(dir, name, owner, group, flags)),
    __syscall_mkdirat: (dirfd: number, path: number, mode: number) =>
      at(dirfd, path, (dir, name) => sys.mkdirat(dir, name, mode)),
    __syscall_mknodat: (dirfd: number, path: number, mode: number, device: number) =>
      at(dirfd, path, (dir, name) => sys.mknodat(dir, name, mode, device)),
    __syscall_unlinkat: (dirfd: number, path: number, flags: number) =>
      at(dirfd, path, (dir, name) => sys.unlinkat(dir, name, flags), false),
    __syscall_rmdir: (path: number) => at(AT_FDCWD, path, (dir, name) => sys.unlinkat(dir, name, AT_REMOVEDIR)),
    __syscall_readlinkat: (dirfd: number, path: number, buffer: number, size: number) =>
      at(dirfd, path, (dir, name) => sys.readlinkat(dir, name, memory.address(buffer >>> 0), size >>> 0), false),
    __syscall_symlinkat: (target: number, dirfd: number, path: number) =>
      at(dirfd, path, (dir, name) => sys.symlinkat(memory.address(target >>> 0), dir, name)),
    __syscall_renameat(oldDirfd: number, oldPath: number, newDirfd: number, newPath: number) {
      const to = newPath >>> 0;
      if (isGuestPath(module, oldPath >>> 0) !== isGuestPath(module, to)) return -errno.guest(constants.EXDEV);
      return at(oldDirfd, oldPath, (from, name) => {
        const into = folder(newDirfd);
        return into === undefined ? -constants.EBADF : sys.renameat(from, name, into, memory.address(to));
      });
    },
    __syscall_truncate64: (path: number, length: bigint) =>
      at(AT_FDCWD, path, (_dir, name) => sys.truncate(name, Number(length))),
    __syscall_utimensat(dirfd: number, path: number, times: number, flags: number) {
      const pair = timesAt(times >>> 0);
      const file = path === 0 ? descriptors.find(dirfd) : undefined;
      if (file) return answer(sys.futimens(file.nfd, pair));
      return at(dirfd, path, (dir, name) => sys.utimensat(dir, name, pair, flags));
    },
    __syscall_statfs64(path: number, _size: number, buffer: number) {
      const result = at(AT_FDCWD, path, (_dir, name) => sys.statvfs(name));
      if (result === 0) writeStatFs(module, buffer >>> 0);
      return result;
    },
    __syscall_umask_js: (mask: number) => sys.umask(mask),
    __syscall_chdir: (path: number) => at(AT_FDCWD, path, (_dir, name) => sys.chdir(name)),
    __syscall_getcwd(buffer: number, size: number) {
      const result = sys.getcwd(memory.address(buffer >>> 0), size >>> 0);
      if (result < 0) return answer(result);
      return module.HEAPU8.indexOf(0, buffer >>> 0) - (buffer >>> 0) + 1;
    },
  };
}
