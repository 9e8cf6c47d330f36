/**
 * Host descriptors as streams of Emscripten's file system, so that `fileno()` is a number that `os` and `fcntl` know.
 *
 * A stream owns its host descriptor. `os.dup` makes a second stream with a duplicate of its own: epoll, for one, tells
 * duplicates apart.
 */
import { fstatSync } from 'node:fs';
import { constants, sys } from '@pysock/host';
import type { CApi, EmscriptenFS, FSNode, FSStream, StreamOps } from '../../capi/index.ts';
import type { ErrnoMap } from '../../identity/errno.ts';
import type { HostMemory } from '../../wasm/host-memory.ts';
import { numberDescriptors } from './descriptor-numbers.ts';

const S_IFSOCK = 0o140000;
const O_RDWR = 2;
const { F_DUPFD_CLOEXEC, F_GETFL, F_SETFL, O_NONBLOCK, EBADF, S_IFCHR, S_IFMT } = constants;

type SocketStream = FSStream & { hostFd?: number };

/** `stream.flags`, as fcntl reads and writes them: O_NONBLOCK is the host's. */
class SharedState {
  readonly position = undefined;
  readonly #fd: number;
  constructor(fd: number) {
    this.#fd = fd;
  }
  get flags(): number {
    return O_RDWR | (Math.max(sys.fcntl(this.#fd, F_GETFL), 0) & O_NONBLOCK);
  }
  set flags(value: number) {
    const now = Math.max(sys.fcntl(this.#fd, F_GETFL), 0);
    const wanted = (now & ~O_NONBLOCK) | (value & O_NONBLOCK);
    if (wanted !== now) sys.fcntl(this.#fd, F_SETFL, wanted);
  }
}

export type Descriptors = ReturnType<typeof createDescriptors>;

export function createDescriptors(
  capi: CApi,
  errno: ErrnoMap,
  hostMemory: HostMemory,
  closing: (host: number) => void,
) {
  const FS: EmscriptenFS = capi.module.FS;
  numberDescriptors(FS);

  const fail = (result: number): never => {
    throw new FS.ErrnoError(errno.guest(-result));
  };
  const counted = (result: number): number => (result < 0 ? fail(result) : result);
  const fdOf = (stream: FSStream): number => (stream as SocketStream).hostFd as number;
  const newNode = (host: number): FSNode => new FS.FSNode(null, `socket:[${host}]`, S_IFSOCK | 0o777, 0);

  const operations: StreamOps = {
    read: (stream, _heap, offset, length) => counted(sys.read(fdOf(stream), hostMemory.address(offset), length)),
    write: (stream, _heap, offset, length) => counted(sys.write(fdOf(stream), hostMemory.address(offset), length)),
    poll: (stream) => Math.max(sys.pollOne(fdOf(stream), 0x1f, 0), 0),
    ioctl: (stream, request, argument) => counted(sys.ioctlAt(fdOf(stream), request, hostMemory.address(argument))),
    getattr: (stream) => fstatSync(fdOf(stream)),
    dup: (stream) => {
      const copy = sys.fcntl(fdOf(stream), F_DUPFD_CLOEXEC, 0);
      if (copy < 0) {
        FS.closeStream(stream.fd as number);
        fail(copy);
      }
      adopt(stream, copy);
    },
    close: (stream) => {
      closing(fdOf(stream));
      counted(sys.close(fdOf(stream)));
    },
  };

  /** Of a copy, which has what its original was made with. */
  function adopt(stream: FSStream, host: number): void {
    Object.assign(stream, { hostFd: host, node: newNode(host), shared: new SharedState(host) });
  }

  /** `FS.createStream` copies field by field, and a node is more work than the system call. Few ask for one. */
  class HostSocket extends FS.FSStream {
    readonly stream_ops = operations;
    readonly hostFd: number;
    readonly shared: SharedState;
    fd: number;
    #node: FSNode | undefined;
    constructor(host: number, guest: number) {
      super();
      this.hostFd = host;
      this.shared = new SharedState(host);
      this.fd = guest;
    }
    get node(): FSNode {
      this.#node ??= newNode(this.hostFd);
      return this.#node;
    }
  }

  return {
    /** Makes a host descriptor the guest's. It is the guest's to close from then on. */
    open(host: number): number {
      const guest = FS.nextfd();
      FS.streams[guest] = new HostSocket(host, guest) as unknown as FSStream;
      return guest;
    },
    /**
     * The host descriptor of a guest descriptor: a socket's, that of a file which has one, or of a standard stream, which
     * Pyodide has under the same number. -1 when it is closed or has none.
     */
    host(guest: number): number {
      const stream = FS.streams[guest];
      if (stream === null || stream === undefined) return -1;
      const host = (stream as SocketStream).hostFd ?? stream.nfd;
      if (host !== undefined) return host;
      return guest <= 2 && (stream.node.mode & S_IFMT) === S_IFCHR ? guest : -1;
    },
    /**
     * The guest's number of a host descriptor. A socket that has just been made has none yet: then the number that it is going
     * to have, as the first of those that are made, or as a later one. Undefined for what the guest does not know.
     */
    guest(host: number, place = 0): number | undefined {
      const known = FS.streams.findIndex((stream, guest) => stream && this.host(guest) === host);
      if (known >= 0) return known;
      if (sys.fstat(host) < 0 || (sys.stat.mode & S_IFMT) !== S_IFSOCK) return undefined;
      let next = FS.nextfd();
      for (let taken = place; taken > 0; taken--)
        do next++;
        while (FS.streams[next]);
      return next;
    },
    /** Whether a guest descriptor is an open file, of the host or of the guest's own memory. */
    isOpen: (guest: number): boolean => FS.streams[guest] !== null && FS.streams[guest] !== undefined,
    /** Whether a guest descriptor is one that `open` made. */
    isOurs: (guest: number): boolean => (FS.streams[guest] as SocketStream | null | undefined)?.hostFd !== undefined,
    /** close(2) of a guest descriptor. 0 or -errno of the host. */
    close(guest: number): number {
      const stream = FS.streams[guest];
      if (stream === null || stream === undefined) return -EBADF;
      const host = (stream as SocketStream).hostFd;
      if (host !== undefined) {
        FS.closeStream(guest);
        stream.fd = null;
        closing(host);
        return sys.close(host);
      }
      try {
        FS.close(stream);
        return 0;
      } catch (error) {
        if (error instanceof FS.ErrnoError) return -errno.host(error.errno);
        throw error;
      }
    },
  };
}
