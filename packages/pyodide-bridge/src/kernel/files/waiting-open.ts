/** open(2) of what it waits for: a FIFO until both ends are open, a device until it is there. */
import { constants, sys } from '@pysock/host';
import { hostOpenFlags } from '../../identity/open-flags.ts';
import type { HostFilesContext } from './context.ts';
import { createPathFinder } from './path-finder.ts';
import type { WaitingCalls } from './waiting-call.ts';

const { EINTR, O_ACCMODE, O_NONBLOCK, O_PATH, O_RDWR, S_IFCHR, S_IFIFO, S_IFMT, SYS_openat } = constants;

/** dirfd, path, flags, varargs */
const ARITY = 4;

export function createWaitingOpen(context: HostFilesContext): WaitingCalls {
  const { module, errno, descriptors } = context;
  const { find } = createPathFinder(context);

  /** Whether opening may wait; what is not there, or of another kind, is opened or refused at once. */
  function mayWait(dirfd: number, path: number, flags: number): boolean {
    if ((flags & (O_NONBLOCK | O_PATH)) !== 0 || sys.statx(dirfd, path, 0) < 0) return false;
    const kind = sys.stat.mode & S_IFMT;
    return kind === S_IFIFO ? (flags & O_ACCMODE) !== O_RDWR : kind === S_IFCHR;
  }

  return {
    __syscall_openat: {
      arity: ARITY,
      make(scheduler, dirfd = 0, path = 0, flags = 0, varargs = 0) {
        if (!context.isEnabled()) return undefined;
        const place = find(dirfd, path);
        const wanted = hostOpenFlags(flags);
        if (place === undefined || !mayWait(place.dirfd, place.path, wanted)) return undefined;
        const mode = varargs ? (module.HEAP32[varargs >>> 2] as number) : 0;
        const args = [place.dirfd, place.path, wanted, mode];
        const result = scheduler.makeCall({
          descriptors: [],
          prepare: () => ({ number: SYS_openat, args }),
          whenSignalled: -EINTR,
        });
        return { result, conclude: (nfd) => (nfd < 0 ? -errno.guest(-nfd) : descriptors.open(nfd)) };
      },
    },
  };
}
