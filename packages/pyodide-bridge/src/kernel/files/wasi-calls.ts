/**
 * WASI's calls on descriptors: reading, writing, seeking, closing. They answer 0 or an errno, and results through a pointer.
 *
 * A call that waits, waits in the kernel; when a signal arrives it answers EINTR, and CPython runs the handlers and tries again
 * (PEP 475).
 */
import { constants, sys } from '@pysock/host';
import type { HostFilesContext } from './context.ts';
import type { GuestCalls } from './path-calls.ts';

const { EAGAIN, O_NONBLOCK, F_GETFL, S_IFDIR, S_IFMT } = constants;
/** A descriptor's kind, as `isatty` asks for it. */
const FILETYPE_CHARACTER_DEVICE = 2;
const FILETYPE_DIRECTORY = 3;
const FILETYPE_REGULAR_FILE = 4;
const SIZEOF_FDSTAT = 24;

type Transfer = (nfd: number, address: number, length: number) => number;
type VectorTransfer = (nfd: number, vector: BigUint64Array, count: number) => number;

/** What kind of file WASI calls it, or -errno. */
function kindOf(nfd: number): number {
  const result = sys.fstat(nfd);
  if (result < 0) return result;
  if (sys.isatty(nfd)) return FILETYPE_CHARACTER_DEVICE;
  return (sys.stat.mode & S_IFMT) === S_IFDIR ? FILETYPE_DIRECTORY : FILETYPE_REGULAR_FILE;
}

/** Makes a call until it has not to wait, where the guest expects to wait. */
function createWaited() {
  /** Standard streams that were non-blocking when we came: another process has set that, and the guest expects to wait. */
  const waiting = new Set([0, 1, 2].filter((fd) => sys.fcntl(fd, F_GETFL) & O_NONBLOCK));

  function waited(nfd: number, events: number, call: () => number): number {
    let result = call();
    while (result === -EAGAIN && waiting.has(nfd)) {
      const ready = sys.pollOne(nfd, events, -1);
      if (ready < 0) return ready;
      result = call();
    }
    return result;
  }
  return waited;
}

export function createWasiCalls(context: HostFilesContext): GuestCalls {
  const { module, errno, memory, descriptors } = context;
  const status = (result: number): number => (result < 0 ? errno.guest(-result) : 0);

  const waited = createWaited();

  /** One read or write: `single` for one buffer, which is the usual case, `vectored` for several. */
  function transfer(
    fd: number,
    vector: number,
    count: number,
    counter: number,
    [events, single, vectored]: readonly [number, Transfer, VectorTransfer],
  ): number | undefined {
    const nfd = descriptors.find(fd)?.nfd;
    if (nfd === undefined) return undefined;
    const words = module.HEAPU32;
    const first = vector >>> 2;
    const result = waited(nfd, events, () => {
      if (count === 1) return single(nfd, memory.address(words[first] as number), words[first + 1] as number);
      const host = new BigUint64Array(count * 2);
      for (let i = 0; i < count; i++) {
        host[i * 2] = BigInt(memory.address(words[first + i * 2] as number));
        host[i * 2 + 1] = BigInt(words[first + i * 2 + 1] as number);
      }
      return vectored(nfd, host, count);
    });
    if (result >= 0) words[counter >>> 2] = result;
    return status(result);
  }

  /** pread and pwrite with several buffers are not atomic. */
  function transferAt(
    fd: number,
    vector: number,
    count: number,
    offset: bigint,
    counter: number,
    call: (nfd: number, address: number, length: number, offset: number) => number,
  ): number | undefined {
    const nfd = descriptors.find(fd)?.nfd;
    if (nfd === undefined) return undefined;
    const words = module.HEAPU32;
    let total = 0;
    for (let i = 0; i < count; i++) {
      const word = (vector >>> 2) + i * 2;
      const length = words[word + 1] as number;
      const result = call(nfd, memory.address(words[word] as number), length, Number(offset) + total);
      if (result < 0 && total === 0) return status(result);
      if (result <= 0) break;
      total += result;
      if (result < length) break;
    }
    words[counter >>> 2] = total;
    return 0;
  }

  const reading = [constants.POLLIN, sys.read, sys.readv] as const;
  const writing = [constants.POLLOUT, sys.write, sys.writev] as const;

  return {
    fd_read: (fd: number, vector: number, count: number, counter: number) =>
      transfer(fd, vector, count, counter, reading),
    fd_write: (fd: number, vector: number, count: number, counter: number) =>
      transfer(fd, vector, count, counter, writing),
    fd_pread: (fd: number, vector: number, count: number, offset: bigint, counter: number) =>
      transferAt(fd, vector, count, offset, counter, sys.pread),
    fd_pwrite: (fd: number, vector: number, count: number, offset: bigint, counter: number) =>
      transferAt(fd, vector, count, offset, counter, sys.pwrite),
    fd_seek(fd: number, offset: bigint, whence: number, position: number) {
      const nfd = descriptors.find(fd)?.nfd;
      if (nfd === undefined) return undefined;
      const result = sys.lseek(nfd, offset, whence);
      if (result >= 0) new DataView(module.HEAPU8.buffer).setBigInt64(position >>> 0, BigInt(result), true);
      return status(result);
    },
    fd_sync(fd: number) {
      const nfd = descriptors.find(fd)?.nfd;
      return nfd === undefined ? undefined : status(sys.fsync(nfd));
    },
    fd_close(fd: number) {
      return descriptors.find(fd) === undefined ? undefined : status(descriptors.close(fd));
    },
    fd_fdstat_get(fd: number, buffer: number) {
      const nfd = descriptors.find(fd)?.nfd;
      if (nfd === undefined) return undefined;
      const kind = kindOf(nfd);
      if (kind < 0) return status(kind);
      module.HEAPU8.fill(0, buffer >>> 0, (buffer >>> 0) + SIZEOF_FDSTAT);
      module.HEAPU8[buffer >>> 0] = kind;
      return 0;
    },
  };
}
