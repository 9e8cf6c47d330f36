/**
 * The one class of streams: a descriptor of the host, of whatever kind, in Emscripten's file system. `nfd` is the host's number,
 * under the name that Emscripten's own NODEFS gives it.
 *
 * Where the system calls of the guest are the host's (kernel/files/), they do not ask the stream. Its operations serve the rest: a
 * Pyodide whose imports are its own, mmap, and Pyodide's FS functions.
 */
import { addressOf, constants, sys } from '@pysock/host';
import type { EmscriptenModule, FSNode, FSStream, StreamOps } from '../../capi/index.ts';
import type { ErrnoMap } from '../../identity/errno.ts';
import { guestOpenFlags, hostOpenFlags } from '../../identity/open-flags.ts';
import type { HostMemory } from '../../wasm/host-memory.ts';

const { F_GETFL, F_SETFL, POLLERR, POLLHUP, POLLIN, POLLOUT, POLLPRI, S_IFMT, S_IFREG, ENODEV, ENOMEM } = constants;
const { SEEK_CUR, SEEK_SET } = constants;

export type HostStream = FSStream & {
  readonly nfd: number;
  readonly isHosts: true;
  /** Set of a folder of the process's own descriptors (kernel/files/descriptor-paths.ts): its entries are the guest's. */
  folder?: 'fd' | 'fdinfo' | undefined;
};

/** Makes a stream over a host descriptor, under a number of the guest. */
export type CreateStream = (nfd: number, guest: number) => HostStream;

const nfdOf = (stream: FSStream): number => (stream as HostStream).nfd;

/** What `fstat` has just found, as Emscripten's functions take it. */
function attributes(): object {
  const { stat } = sys;
  const date = (time: sys.Timestamp) => new Date(Number(time.seconds) * 1000 + time.nanoseconds / 1e6);
  return {
    dev: stat.dev,
    ino: Number(stat.ino),
    mode: stat.mode,
    nlink: stat.nlink,
    uid: stat.uid,
    gid: stat.gid,
    rdev: stat.rdev,
    size: Number(stat.size),
    atime: date(stat.atime),
    mtime: date(stat.mtime),
    ctime: date(stat.ctime),
    blksize: stat.blksize,
    blocks: Number(stat.blocks),
  };
}

interface Context {
  readonly module: EmscriptenModule;
  readonly errno: ErrnoMap;
  readonly memory: HostMemory;
  /** close(2). 0 or -errno. */
  readonly closeHost: (nfd: number) => number;
}

type Transfer = (nfd: number, buffer: Uint8Array | number, length: number) => number;
type TransferAt = (nfd: number, address: number, length: number, offset: number) => number;

function createOperations({ module, errno, memory, closeHost }: Context): StreamOps {
  const fail = (code: number): never => {
    throw new module.FS.ErrnoError(errno.guest(code));
  };
  const counted = (result: number): number => (result < 0 ? fail(-result) : result);

  /** A read or write of Emscripten's: in the guest's memory, or in an array of JavaScript's. */
  const transferring =
    (transfer: Transfer, at: TransferAt) =>
    (stream: FSStream, buffer: ArrayBufferView, offset: number, length: number, position?: number): number => {
      const isGuests = buffer.buffer === module.HEAPU8.buffer;
      const start = buffer.byteOffset + offset;
      const bytes = isGuests ? memory.address(start) : new Uint8Array(buffer.buffer as ArrayBuffer, start, length);
      if (position === undefined) return counted(transfer(nfdOf(stream), bytes, length));
      const address = typeof bytes === 'number' ? bytes : addressOf(bytes);
      return counted(at(nfdOf(stream), address, length, position));
    };

  return {
    getattr(stream) {
      counted(sys.fstat(nfdOf(stream)));
      return attributes();
    },
    read: transferring(sys.read, sys.pread),
    write: transferring(sys.write, sys.pwrite),
    llseek: (stream: FSStream, offset: number, whence: number) => counted(sys.lseek(nfdOf(stream), offset, whence)),
    poll: (stream) => Math.max(sys.pollOne(nfdOf(stream), POLLIN | POLLPRI | POLLOUT | POLLERR | POLLHUP, 0), 0),
    fsync: (stream: FSStream) => counted(sys.fsync(nfdOf(stream))),
    close: (stream) => {
      counted(closeHost(nfdOf(stream)));
    },
    mmap(stream: FSStream, length: number, position: number) {
      if (sys.fstat(nfdOf(stream)) < 0 || (sys.stat.mode & S_IFMT) !== S_IFREG) fail(ENODEV);
      const pointer = module.mmapAlloc(length);
      if (pointer === 0) fail(ENOMEM);
      counted(sys.pread(nfdOf(stream), memory.address(pointer), length, position));
      return { ptr: pointer, allocated: true };
    },
    msync(stream: FSStream, buffer: Uint8Array, offset: number, length: number) {
      let written = 0;
      while (written < length) {
        const rest = addressOf(buffer.subarray(written));
        written += counted(sys.pwrite(nfdOf(stream), rest, length - written, offset + written));
      }
      return 0;
    },
  };
}

/** Emscripten has its own class, which this one extends, only when its script has run. */
export function createStreamClass(context: Context): CreateStream {
  const { FSStream, FSNode } = context.module.FS;
  const operations = createOperations(context);

  /** The kernel is asked what kind of file it is when somebody wants to know. */
  function nodeOf(nfd: number): FSNode {
    const node = new FSNode(null, '', 0, 0);
    Object.defineProperty(node, 'mode', { get: () => (sys.fstat(nfd) < 0 ? 0 : sys.stat.mode) });
    return node;
  }

  /** A node is more work than the system call that made the descriptor, and few ask for one. */
  class Stream extends FSStream {
    readonly stream_ops = operations;
    readonly isHosts = true;
    readonly nfd: number;
    fd: number;
    folder: HostStream['folder'] = undefined;
    #node: FSNode | undefined;
    constructor(nfd: number, guest: number) {
      super();
      this.nfd = nfd;
      this.fd = guest;
    }
    get node(): FSNode {
      this.#node ??= nodeOf(this.nfd);
      return this.#node;
    }
    get seekable(): boolean {
      return sys.lseek(this.nfd, 0, SEEK_CUR) >= 0;
    }
    /** Undefined where the kernel has none: Emscripten then reads without one. */
    get position(): number | undefined {
      const position = sys.lseek(this.nfd, 0, SEEK_CUR);
      return position < 0 ? undefined : position;
    }
    set position(position: number | undefined) {
      if (position !== undefined && position >= 0) sys.lseek(this.nfd, position, SEEK_SET);
    }
    get flags(): number {
      return guestOpenFlags(Math.max(sys.fcntl(this.nfd, F_GETFL), 0));
    }
    set flags(flags: number) {
      sys.fcntl(this.nfd, F_SETFL, hostOpenFlags(flags));
    }
  }
  // The class that it extends is Emscripten's own, and has no type.
  return (nfd, guest) => new Stream(nfd, guest) as unknown as HostStream;
}
