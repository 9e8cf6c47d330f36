/** fcntl(2) with F_SETLKW, which waits for who holds the lock. */
import { constants, sys } from '@pysock/host';
import type { HostFilesContext } from './context.ts';
import type { WaitingCalls } from './waiting-call.ts';

const { EACCES, EAGAIN, EINTR, F_SETLK, F_SETLKW, SYS_fcntl } = constants;

/** The guest's F_SETLKW. */
const GUEST_F_SETLKW = 14;
/** fd, command, varargs */
const ARITY = 3;

export function createWaitingLocks({ module, errno, memory, descriptors }: HostFilesContext): WaitingCalls {
  return {
    __syscall_fcntl64: {
      arity: ARITY,
      make(scheduler, fd = 0, command = 0, varargs = 0) {
        const nfd = command === GUEST_F_SETLKW ? descriptors.find(fd)?.nfd : undefined;
        if (nfd === undefined) return undefined;
        const lock = memory.address((module.HEAPU32[varargs >>> 2] as number) >>> 0);
        const tried = sys.fcntlAt(nfd, F_SETLK, lock);
        const conclude = (result: number): number => (result < 0 ? -errno.guest(-result) : result);
        if (tried !== -EAGAIN && tried !== -EACCES) return { result: tried, conclude };
        const result = scheduler.makeCall({
          // No duplicate is held when the descriptor is closed: closing that would give up all the process's locks on the file.
          descriptors: [],
          prepare: () => ({ number: SYS_fcntl, args: [nfd, F_SETLKW, lock] }),
          whenSignalled: -EINTR,
        });
        return { result, conclude };
      },
    },
  };
}
