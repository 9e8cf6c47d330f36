/** The system calls that take a descriptor: the host's, for descriptors of the host. Answers as in path-calls.ts. */
import { constants, sys } from '@pysock/host';
import { writeStat, writeStatFs } from '../../identity/guest-stat.ts';
import { guestOpenFlags, hostOpenFlags } from '../../identity/open-flags.ts';
import type { HostFilesContext } from './context.ts';
import { listDescriptors } from './descriptor-listing.ts';
import type { GuestCalls } from './path-calls.ts';
import { createTerminalCalls } from './terminal-calls.ts';

const { F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC, O_CLOEXEC } = constants;

/** The guest's fcntl commands that take a `struct flock`, which has the host's own layout. */
const GUEST_F_GETLK = 12;
const GUEST_F_SETLK = 13;
const GUEST_F_SETLKW = 14;
/** Linux's numbers on 64-bit systems. */
const HOST_LOCKS = new Map([
  [GUEST_F_GETLK, 5],
  [GUEST_F_SETLK, 6],
  [GUEST_F_SETLKW, 7],
]);

export function createDescriptorCalls(context: HostFilesContext): GuestCalls {
  const { module, errno, memory, descriptors } = context;
  const answer = (result: number): number => (result < 0 ? -errno.guest(-result) : result);

  function pipe(pair: number, flags: number): number {
    const ends = new Int32Array(2);
    const result = sys.pipe2(ends, flags);
    if (result < 0) return answer(result);
    const [reading = -1, writing = -1] = ends;
    module.HEAP32[pair >>> 2] = descriptors.open(reading);
    module.HEAP32[(pair >>> 2) + 1] = descriptors.open(writing);
    return 0;
  }
  const nfdOf = (fd: number): number | undefined => descriptors.find(fd)?.nfd;

  function on(fd: number, call: (nfd: number) => number): number | undefined {
    const nfd = nfdOf(fd);
    return nfd === undefined ? undefined : answer(call(nfd));
  }

  return {
    ...createTerminalCalls(context),
    __syscall_fstat64(fd: number, buffer: number) {
      const result = on(fd, (nfd) => sys.fstat(nfd));
      if (result === 0) writeStat(module, buffer >>> 0);
      return result;
    },
    __syscall_fstatfs64(fd: number, _size: number, buffer: number) {
      const result = on(fd, (nfd) => sys.fstatvfs(nfd));
      if (result === 0) writeStatFs(module, buffer >>> 0);
      return result;
    },
    __syscall_fchmod: (fd: number, mode: number) => on(fd, (nfd) => sys.fchmod(nfd, mode)),
    __syscall_fchown32: (fd: number, owner: number, group: number) => on(fd, (nfd) => sys.fchown(nfd, owner, group)),
    __syscall_ftruncate64: (fd: number, length: bigint) => on(fd, (nfd) => sys.ftruncate(nfd, Number(length))),
    __syscall_fallocate: (fd: number, _mode: number, offset: bigint, length: bigint) =>
      on(fd, (nfd) => sys.posix_fallocate(nfd, Number(offset), Number(length))),
    __syscall_fadvise64: (fd: number, offset: bigint, length: bigint, advice: number) =>
      on(fd, (nfd) => sys.posix_fadvise(nfd, Number(offset), Number(length), advice)),
    __syscall_fdatasync: (fd: number) => on(fd, (nfd) => sys.fdatasync(nfd)),
    __syscall_fchdir: (fd: number) => on(fd, (nfd) => sys.fchdir(nfd)),
    __syscall_getdents64(fd: number, entries: number, size: number) {
      const stream = descriptors.find(fd);
      if (stream === undefined) return undefined;
      if (stream.folder !== undefined) return answer(listDescriptors(module, descriptors, stream, entries >>> 0, size));
      return answer(sys.getdents64(stream.nfd, memory.address(entries >>> 0), size >>> 0));
    },
    __syscall_dup(fd: number) {
      const stream = descriptors.find(fd);
      return stream === undefined ? undefined : answer(descriptors.duplicate(stream, 0));
    },
    __syscall_dup3(fd: number, other: number, flags: number) {
      const stream = descriptors.find(fd);
      if (stream === undefined || fd === other || other < 0) return undefined;
      return answer(descriptors.replace(stream, other, flags));
    },
    __syscall_fcntl64(fd: number, command: number, varargs: number) {
      const stream = descriptors.find(fd);
      if (stream === undefined) return undefined;
      const { nfd } = stream;
      const argument = varargs ? (module.HEAP32[varargs >>> 2] as number) : 0;
      switch (command) {
        case F_DUPFD:
        case F_DUPFD_CLOEXEC:
          return answer(descriptors.duplicate(stream, command === F_DUPFD ? 0 : O_CLOEXEC, argument));
        case F_GETFD:
        case F_SETFD:
          return answer(sys.fcntl(nfd, command, argument));
        case F_GETFL: {
          const flags = sys.fcntl(nfd, command);
          return flags < 0 ? answer(flags) : guestOpenFlags(flags);
        }
        case F_SETFL:
          return answer(sys.fcntl(nfd, command, hostOpenFlags(argument)));
        default: {
          const lock = HOST_LOCKS.get(command);
          if (lock === undefined) return answer(sys.fcntl(nfd, command, argument));
          return answer(sys.fcntlAt(nfd, lock, memory.address(argument >>> 0)));
        }
      }
    },
    __syscall_pipe: (pair: number) => pipe(pair, 0),
    /** Of Pyodide 315, in place of the other one. */
    __syscall_pipe2: (pair: number, flags: number) => pipe(pair, hostOpenFlags(flags)),
  };
}
