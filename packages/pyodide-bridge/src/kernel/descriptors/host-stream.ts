/**
 * A descriptor of the host as a stream of Emscripten's file system: `nfd` is the host's number.
 *
 * The system calls in path-calls.ts and descriptor-calls.ts go to the host without asking the stream. Its operations serve the
 * rest: Pyodide's own FS functions, mmap, and who replaces a descriptor.
 */
import { openSync } from 'node:fs';
import { addressOf, constants, sys } from '@pysock/host';
import type { EmscriptenModule, FSNode, FSStream, StreamOps } from '../../capi/index.ts';
import type { ErrnoMap } from '../../identity/errno.ts';
import type { HostMemory } from '../../wasm/host-memory.ts';

/** A standard stream's number on the host stays taken when the guest closes it: the next open file would become a standard stream. */
export const LAST_STANDARD = 2;
const S_IFREG = 0o100000;
const S_IFMT = 0o170000;

export type HostStream = FSStream & { nfd: number };

export interface HostStreams {
  /** Makes a host descriptor the guest's, at the lowest free number or at `guest`. */
  open(nfd: number, guest?: number): HostStream;
  /** The stream of a guest descriptor if it is one of these. */
  find(guest: number): HostStream | undefined;
  /** close(2). 0 or -errno. */
  close(stream: HostStream): number;
  /** Called before a host descriptor is closed. */
  closing: (nfd: number) => void;
}

const bytesOf = (buffer: ArrayBufferView, offset: number, length: number): Uint8Array =>
  new Uint8Array(buffer.buffer as ArrayBuffer, buffer.byteOffset + offset, length);

/** `stream.flags`: the host's, which nobody sets this way. */
class SharedFlags {
  position = 0;
  readonly #nfd: number;
  constructor(nfd: number) {
    this.#nfd = nfd;
  }
  get flags(): number {
    return Math.max(sys.fcntl(this.#nfd, constants.F_GETFL), 0);
  }
  set flags(_value: number) {}
}

export function createHostStreams(module: EmscriptenModule, errno: ErrnoMap, memory: HostMemory): HostStreams {
  const counted = (result: number): number => {
    if (result < 0) throw new module.FS.ErrnoError(errno.guest(-result));
    return result;
  };
  const nfd = (stream: FSStream): number => (stream as HostStream).nfd;
  const mode = (fd: number): number => (sys.fstat(fd) < 0 ? 0 : sys.stat.mode);

  const operations: StreamOps = {
    getattr(stream) {
      counted(sys.fstat(nfd(stream)));
      const { stat } = sys;
      const date = (time: { seconds: bigint; nanoseconds: number }) =>
        new Date(Number(time.seconds) * 1000 + time.nanoseconds / 1e6);
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
    },
    read: (stream, buffer, offset, length) => counted(sys.read(nfd(stream), bytesOf(buffer, offset, length), length)),
    write: (stream, buffer, offset, length) => counted(sys.write(nfd(stream), bytesOf(buffer, offset, length), length)),
    llseek: (stream: FSStream, offset: number, whence: number) => counted(sys.lseek(nfd(stream), offset, whence)),
    poll: (stream) =>
      Math.max(sys.pollOne(nfd(stream), constants.POLLIN | constants.POLLPRI | constants.POLLOUT, 0), 0),
    fsync: (stream: FSStream) => counted(sys.fsync(nfd(stream))),
    close: (stream) => {
      counted(closeHost(nfd(stream)));
    },
    dup(stream) {
      const copy = counted(sys.fcntl(nfd(stream), constants.F_DUPFD_CLOEXEC, LAST_STANDARD + 1));
      Object.assign(stream, {
        nfd: copy,
        node: newNode(copy),
        shared: new SharedFlags(copy),
        seekable: sys.lseek(copy, 0, 1) >= 0,
      });
    },
    mmap(stream: FSStream, length: number, position: number) {
      if ((mode(nfd(stream)) & S_IFMT) !== S_IFREG) throw new module.FS.ErrnoError(errno.guest(constants.ENODEV));
      const pointer = (module as unknown as { mmapAlloc(size: number): number }).mmapAlloc(length);
      if (pointer === 0) throw new module.FS.ErrnoError(errno.guest(constants.ENOMEM));
      counted(sys.pread(nfd(stream), memory.address(pointer), length, position));
      return { ptr: pointer, allocated: true };
    },
    msync(stream: FSStream, buffer: Uint8Array, offset: number, length: number) {
      let written = 0;
      while (written < length) {
        const rest = addressOf(buffer.subarray(written));
        written += counted(sys.pwrite(nfd(stream), rest, length - written, offset + written));
      }
      return 0;
    },
  };

  function newNode(fd: number): FSNode {
    const node: FSNode = new module.FS.FSNode(null, '', 0, 0);
    Object.defineProperty(node, 'mode', { get: () => mode(fd) });
    return node;
  }

  /** The kernel is asked what kind of file it is when somebody wants to know. */
  const createStreamClass = () =>
    class extends module.FS.FSStream {
      readonly stream_ops = operations;
      readonly nfd: number;
      readonly shared: SharedFlags;
      fd: number;
      #node: FSNode | undefined;
      constructor(nfd: number, guest: number) {
        super();
        this.nfd = nfd;
        this.shared = new SharedFlags(nfd);
        this.fd = guest;
      }
      get node(): FSNode {
        this.#node ??= newNode(this.nfd);
        return this.#node;
      }
      get seekable(): boolean {
        return sys.lseek(this.nfd, 0, 1) >= 0;
      }
    };
  /** Emscripten has its own class only when it has started. */
  let streamClass: ReturnType<typeof createStreamClass> | undefined;

  function closeHost(fd: number): number {
    streams.closing(fd);
    if (fd > LAST_STANDARD) return sys.close(fd);
    const hole = openSync('/dev/null', 'r+');
    const replaced = sys.dup3(hole, fd, 0);
    sys.close(hole);
    return Math.min(replaced, 0);
  }

  const streams: HostStreams = {
    closing: () => undefined,
    open(fd, guest) {
      streamClass ??= createStreamClass();
      const place = guest ?? module.FS.nextfd();
      const stream = new streamClass(fd, place) as unknown as HostStream;
      module.FS.streams[place] = stream;
      return stream;
    },
    find(guest) {
      const stream = module.FS.streams[guest];
      return stream?.stream_ops === operations ? (stream as HostStream) : undefined;
    },
    close(stream) {
      (module.FS as unknown as { closeStream(fd: number): void }).closeStream(stream.fd as number);
      return closeHost(stream.nfd);
    },
  };
  return streams;
}
