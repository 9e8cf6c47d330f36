/**
 * The one table of a guest's descriptors: Python's numbers, and what is behind each. It is Emscripten's list of streams, so that
 * Pyodide's own files have their numbers in it as well.
 *
 * A stream owns its host descriptor. Two of Python's descriptors never share one: epoll, for one, tells duplicates apart.
 */
import { addressOf, constants, sys } from '@pysock/host';
import type { GuestFd, HostFd } from '@pysock/host/call';
import type { EmscriptenFS, EmscriptenModule, FSStream } from '../../capi/index.ts';
import { createErrnoMap } from '../../identity/errno.ts';
import { createHostMemory } from '../../wasm/host-memory.ts';
import { createStreamClass, type HostStream } from './host-stream.ts';
import { numberDescriptors } from './numbers.ts';

const {
  AT_FDCWD,
  EBADF,
  EINVAL,
  F_DUPFD,
  F_DUPFD_CLOEXEC,
  F_GETFD,
  F_SETFD,
  FD_CLOEXEC,
  O_CLOEXEC,
  O_RDWR,
  S_IFCHR,
  S_IFMT,
} = constants;

/** A standard stream's number on the host stays taken when the guest closes it: the next open file would become a standard stream. */
const LAST_STANDARD = 2;
const DEV_NULL = Buffer.from('/dev/null\0');

/** A descriptor of the guest's that is the host's as well. */
export interface HostDescriptor {
  readonly guest: GuestFd;
  readonly host: HostFd;
  /** Whether a program that is executed gets it. */
  readonly isInheritable: boolean;
}

export interface DescriptorTable {
  /** Makes a host descriptor the guest's, at the lowest free number or at `guest`. It is the guest's to close from then on. */
  open(host: HostFd, guest?: GuestFd): GuestFd;
  /**
   * Gives the guest the descriptors of this process, which is the guest's own, that it was started with. They have their numbers,
   * and those that they were inherited with go on to other programs (Node has marked them not to).
   */
  adopt(hosts: readonly HostFd[]): void;
  /**
   * The host descriptor of a guest descriptor: also of a file of a folder that was mounted, and of a standard stream of Pyodide's,
   * which has the same number. -1 when it is closed or has none.
   */
  host(guest: GuestFd): HostFd;
  /** The stream of a guest descriptor that `open` made. */
  find(guest: GuestFd): HostStream | undefined;
  /** Whether a guest descriptor is open, as the host's or in the guest's own memory. */
  isOpen(guest: GuestFd): boolean;
  /**
   * The guest's number of a host descriptor. A socket that has just been made has none yet: then the number that it is going
   * to have, as the first of those that are made, or as a later one. Undefined for what the guest does not know.
   */
  guest(host: HostFd, place?: number): GuestFd | undefined;
  /** The guest's numbers of all descriptors that `open` made, in order. */
  numbers(): number[];
  /** What they are, in the same order. */
  list(): HostDescriptor[];
  /** dup(2), or fcntl's F_DUPFD with the lowest number that it may have. The guest's number, or -errno. */
  duplicate(stream: HostStream, flags: number, lowest?: number): number;
  /** dup3(2) to another number, which is closed if it is open. The guest's number, or -errno. */
  replace(stream: HostStream, guest: GuestFd, flags: number): number;
  /** close(2) of a guest descriptor. 0 or -errno of the host. */
  close(guest: GuestFd): number;
  /** Closes every descriptor from `low` up to, and without, `high`. */
  closeRange(low: number, high: number): void;
  /** From now on `open` gives the guest the host's number where that is free. */
  useHostNumbers(): void;
  /** Called with each host descriptor that the guest is given. */
  onOpening(listener: (host: HostFd) => void): void;
  /** Takes a descriptor away from the guest without closing it. The host's, which the caller owns then, or -EBADF. */
  take(guest: GuestFd): HostFd;
  /** Called with each host descriptor before it is closed, wherever that happens. */
  onClosing(listener: (host: HostFd) => void): void;
}

const tables = new WeakMap<EmscriptenModule, DescriptorTable>();

/** The table of an interpreter, which is made when it is first asked for. */
export function descriptorTable(module: EmscriptenModule): DescriptorTable {
  let table = tables.get(module);
  if (table === undefined) {
    table = createDescriptorTable(module);
    tables.set(module, table);
  }
  return table;
}

/** Descriptors as the kernel has them. `own` says that the process is Python's, and its standard streams are too. */
function createHosts(listeners: readonly ((host: number) => void)[]) {
  let isProcess = false;

  function closeHost(host: number): number {
    for (const listener of listeners) listener(host);
    if (host > LAST_STANDARD) return sys.close(host);
    if (!isProcess) return 0;
    const hole = sys.openat(AT_FDCWD, addressOf(DEV_NULL), O_RDWR | O_CLOEXEC, 0);
    if (hole < 0) return sys.close(host);
    const replaced = sys.dup3(hole, host, O_CLOEXEC);
    sys.close(hole);
    return Math.min(replaced, 0);
  }

  /** The standard streams have the host's numbers, which child processes and Node's own messages go by. */
  function asStandard(host: number, guest: number): number {
    if (!isProcess || guest > LAST_STANDARD || host === guest) return host;
    const isInheritable = (sys.fcntl(host, F_GETFD) & FD_CLOEXEC) === 0;
    if (sys.dup3(host, guest, isInheritable ? 0 : O_CLOEXEC) < 0) return host;
    sys.close(host);
    return guest;
  }

  return {
    closeHost,
    asStandard,
    own(): void {
      isProcess = true;
    },
  };
}

/** Duplicates. The table is asked for when it is there. */
function createCopies(of: () => DescriptorTable, listeners: readonly ((host: number) => void)[]) {
  function openCopy({ folder }: HostStream, copy: number, guest?: number): number {
    const number = of().open(copy, guest);
    if (folder !== undefined) (of().find(number) as HostStream).folder = folder;
    return number;
  }

  /** A duplicate whose number is at least `lowest`, which the kernel checks, but no standard stream's. */
  function copyOf(stream: HostStream, flags: number, lowest: number): number {
    const from = lowest < 0 ? lowest : Math.max(lowest, LAST_STANDARD + 1);
    return sys.fcntl(stream.nfd, flags & O_CLOEXEC ? F_DUPFD_CLOEXEC : F_DUPFD, from);
  }

  function copyTo(stream: HostStream, guest: number | undefined, flags: number, lowest = 0): number {
    const copy = copyOf(stream, flags, lowest);
    return copy < 0 ? copy : openCopy(stream, copy, guest);
  }

  /** In one step, which needs no further descriptor. */
  function replaceHost(stream: HostStream, { nfd, fd: guest }: HostStream, flags: number): number {
    for (const listener of listeners) listener(nfd);
    const replaced = sys.dup3(stream.nfd, nfd, flags & O_CLOEXEC);
    // What is known of the file behind the number is no longer so.
    sys.noteModeChange();
    return replaced < 0 ? replaced : openCopy(stream, nfd, guest as number);
  }

  return { openCopy, copyOf, copyTo, replaceHost };
}

type Lookups = Pick<DescriptorTable, 'host' | 'find' | 'isOpen' | 'guest' | 'numbers' | 'list'>;

/** What is being closed is in the table no longer, and a trace still tells its number. */
interface Leaving {
  host: number;
  guest: number;
}

function createLookups(system: () => EmscriptenFS, leaving: Leaving): Lookups {
  const lookups: Lookups = {
    host(guest) {
      const stream = system().streams[guest];
      if (stream === null || stream === undefined) return -1;
      const host = stream.nfd;
      if (host !== undefined) return host;
      return guest <= LAST_STANDARD && (stream.node.mode & S_IFMT) === S_IFCHR ? guest : -1;
    },
    find(guest) {
      const stream = system().streams[guest];
      return stream?.isHosts === true ? (stream as HostStream) : undefined;
    },
    isOpen(guest) {
      const stream = system().streams[guest];
      return stream !== null && stream !== undefined;
    },
    guest(host, place) {
      const FS = system();
      const found = FS.streams.findIndex((stream, guest) => stream && lookups.host(guest) === host);
      if (found >= 0) return found;
      if (host === leaving.host) return leaving.guest;
      if (place === undefined || sys.fstat(host) < 0) return undefined;
      let next = FS.nextfd();
      for (let taken = place; taken > 0; taken--)
        do next++;
        while (FS.streams[next]);
      return next;
    },
    numbers() {
      const found: number[] = [];
      for (const [guest, stream] of system().streams.entries()) if (stream?.isHosts === true) found.push(guest);
      return found;
    },
    list: () =>
      lookups.numbers().map((guest) => {
        const host = lookups.host(guest);
        return { guest, host, isInheritable: (sys.fcntl(host, F_GETFD) & FD_CLOEXEC) === 0 };
      }),
  };
  return lookups;
}

/** Closes one of Pyodide's own files. 0, or -errno of the host. */
function closeInMemory(FS: EmscriptenFS, stream: FSStream, hostErrno: (guest: number) => number): number {
  try {
    FS.close(stream);
    return 0;
  } catch (error) {
    if (error instanceof FS.ErrnoError) return -hostErrno(error.errno);
    throw error;
  }
}

/** Takes a descriptor away from the guest. The host's, which stays open, or -EBADF. */
function takeStream(
  FS: EmscriptenFS,
  stream: HostStream | undefined,
  listeners: readonly ((host: number) => void)[],
): number {
  if (stream === undefined) return -EBADF;
  for (const listener of listeners) listener(stream.nfd);
  FS.closeStream(stream.fd as number);
  stream.fd = null;
  return stream.nfd;
}

function createDescriptorTable(module: EmscriptenModule): DescriptorTable {
  const errno = createErrnoMap(module);
  const memory = createHostMemory(module);
  const listeners: ((host: number) => void)[] = [];
  const openers: ((host: number) => void)[] = [];
  let hasHostNumbers = false;
  let known: EmscriptenFS | undefined;
  let createStream: ReturnType<typeof createStreamClass>;
  const { closeHost, asStandard, own } = createHosts(listeners);

  /** Emscripten's file system is there when its script has run, which the table may be made before. */
  function prepare(): EmscriptenFS {
    const { FS } = module;
    createStream = createStreamClass({ module, errno, memory, closeHost });
    numberDescriptors(FS);
    const { dupStream } = FS;
    FS.dupStream = (stream, guest = -1) => {
      const ours = stream.fd === null ? undefined : table.find(stream.fd);
      if (ours === undefined) return dupStream(stream, guest);
      const copy = guest < 0 ? table.duplicate(ours, O_CLOEXEC) : copyTo(ours, guest, O_CLOEXEC);
      if (copy < 0) throw new FS.ErrnoError(errno.guest(-copy));
      return table.find(copy) as HostStream;
    };
    known = FS;
    return FS;
  }
  const system = (): EmscriptenFS => known ?? prepare();

  const leaving: Leaving = { host: -1, guest: -1 };
  const lookups = createLookups(system, leaving);
  const { copyOf, copyTo, openCopy, replaceHost } = createCopies(() => table, listeners);
  const table: DescriptorTable = {
    ...lookups,
    open(host, guest) {
      const FS = system();
      const number = guest ?? (hasHostNumbers && !FS.streams[host] ? host : FS.nextfd());
      FS.streams[number] = createStream(number <= LAST_STANDARD ? asStandard(host, number) : host, number);
      for (const opener of openers) opener(host);
      return number;
    },
    adopt(hosts) {
      own();
      if (hosts.some((host) => host > LAST_STANDARD)) sys.noteSharing();
      // Pyodide's own standard streams, where the process has none.
      for (let fd = 0; fd <= LAST_STANDARD; fd++) if (!hosts.includes(fd)) system().closeStream(fd);
      for (const host of hosts) {
        sys.fcntl(host, F_SETFD, 0);
        // Here the two numbers are one.
        table.open(host, Number(host));
      }
    },
    duplicate(stream, flags, lowest = 0) {
      if (lowest === 0) return copyTo(stream, undefined, flags);
      const { streams } = system();
      let guest = lowest;
      while (streams[guest]) guest++;
      return copyTo(stream, guest, flags, lowest);
    },
    replace(stream, guest, flags) {
      const there = table.find(guest);
      if (there !== undefined) return replaceHost(stream, there, flags);
      // The kernel tells whether there can be such a number: it is at most what the process may have.
      const copy = copyOf(stream, flags, guest);
      if (copy === -EINVAL) return -EBADF;
      if (copy < 0) return copy;
      if (table.isOpen(guest)) table.close(guest);
      return openCopy(stream, copy, guest);
    },
    close(guest) {
      const FS = system();
      const stream = FS.streams[guest];
      if (stream === null || stream === undefined) return -EBADF;
      if (stream.isHosts === true) {
        FS.closeStream(guest);
        stream.fd = null;
        Object.assign(leaving, { host: (stream as HostStream).nfd, guest });
        const result = closeHost(leaving.host);
        leaving.host = -1;
        return result;
      }
      return closeInMemory(FS, stream, errno.host);
    },
    closeRange(low, high) {
      for (const [guest, stream] of system().streams.entries()) {
        if (guest >= low && guest < high && stream) table.close(guest);
      }
    },
    useHostNumbers() {
      hasHostNumbers = true;
    },
    onOpening(listener) {
      openers.push(listener);
    },
    take: (guest) => takeStream(system(), table.find(guest), listeners),
    onClosing(listener) {
      listeners.push(listener);
    },
  };
  return table;
}
