/**
 * The fields of a socket, as `PySocketSockObject` has them, what makes one, and how its calls wait: the strategy that a
 * socket is given.
 *
 * A result that is no count of bytes is a negative number: `-errno`, or one of the words of the host's `call/results.ts`.
 */
import type { SystemCall } from '@pysock/host/call';
import {
  AF_INET,
  EBADF,
  EINVAL,
  ENOTSOCK,
  FIONBIO,
  SO_PROTOCOL,
  SO_TYPE,
  SOCK_CLOEXEC,
  SOCK_NONBLOCK,
  SOCK_STREAM,
  SOL_SOCKET,
} from '@pysock/host/constants';
import * as sys from '@pysock/host/sys';
import { close, ioctl } from '@pysock/host/sys';

/** sizeof(sock_addr_t): the longest address of any family. */
export const SOCK_ADDR_SIZE = 128;

/** One system call on a socket, to be made as often as it takes. The state of a transfer lies in the object. */
export interface SocketCall {
  /** `MSG_*`, of a call that has flags: one with MSG_DONTWAIT does not wait, whatever the waiter. */
  readonly flags?: number;
  /** Whether it could be made now only the kernel knows: it is not tried without blocking. */
  readonly isOnlyKernels?: boolean;
  /** What it answers lies in its own memory: until that is looked at, other calls may be made. */
  readonly isSelfContained?: true;
  /**
   * Makes the call once. >= 0 is success, else -errno. With `dontwait` it answers -EAGAIN instead of blocking,
   * although the descriptor is in blocking mode; so it does at once where only the kernel can tell.
   */
  attempt(s: SocketObject, dontwait: boolean): number;
  /**
   * The same as a system call that may block, for a thread of the operating system, from where the attempts have come. What it
   * points to stays where it is as long as this object lives. Absent, all there is to wait for is that the socket is ready.
   */
  kernelCall?(s: SocketObject): SystemCall;
  /** What such a call has returned, as a result of the whole; -EAGAIN when more is to be done. Absent, it is the result. */
  returned?(s: SocketObject, result: number): number;
}

type Take = (s: SocketObject, writing: boolean, call: SocketCall, connect: boolean, timeout: number) => number;

/** How calls wait: what is handed in to a socket. */
export interface Waiter {
  /** `PyErr_CheckSignals`: runs the handlers of signals that came in. 0, or INTERRUPTED when one of them raised. */
  checkSignals(): number;
  /**
   * Absent, a call blocks in the kernel. Present, it is handed over: the scheduler makes it without blocking and
   * answers its result, or SUSPENDED when it has to be finished later.
   */
  readonly take?: Take;
  /**
   * Absent, a call that a signal interrupted is made again after `checkSignals`. Present, the rest of it is handed over,
   * the handlers of signals included: `timeout` is the time that is left.
   */
  readonly interrupted?: Take;
}

/** Blocks in the kernel. Nothing interrupts it: in a program without Python, JavaScript's signal handlers run in the event loop. */
export const blockingWaiter: Waiter = { checkSignals: () => 0 };

/** socketmodule.h: PySocketSockObject. `sock_timeout` is in nanoseconds, -1 for none. */
export class SocketObject {
  sock_fd = -1;
  sock_family = 0;
  sock_type = 0;
  sock_proto = 0;
  sock_timeout = -1;
  /** The descriptor that was last found to block without a limit of the file's, and `sys.modeChanges()` at that time. */
  plainFd = -1;
  plainAt = -1;
  waiter: Waiter = blockingWaiter;
}

const state = { defaulttimeout: -1 };

/** socketmodule.c: socket_getdefaulttimeout. Nanoseconds, -1 for none. */
export function defaultTimeout(): number {
  return state.defaulttimeout;
}

/** socketmodule.c: socket_setdefaulttimeout. Nanoseconds, -1 for none. */
export function setDefaultTimeout(timeout: number): void {
  state.defaulttimeout = timeout;
}

const flag = new Int32Array(1);
const length = new Int32Array(1);
const address = new Uint8Array(SOCK_ADDR_SIZE);

/** socketmodule.c: internal_setblocking. 0 or -errno. */
export function internal_setblocking(s: SocketObject, block: boolean): number {
  flag[0] = block ? 0 : 1;
  return ioctl(s.sock_fd, FIONBIO, flag);
}

/** socketmodule.c: init_sockobject. 0 or -errno; the descriptor stays the caller's when it fails. */
export function init_sockobject(s: SocketObject, fd: number, family: number, type: number, proto: number): number {
  s.sock_fd = fd;
  s.sock_family = family;
  s.sock_type = type & ~(SOCK_NONBLOCK | SOCK_CLOEXEC);
  s.sock_proto = proto;
  if ((type & SOCK_NONBLOCK) !== 0) {
    s.sock_timeout = 0;
    return 0;
  }
  s.sock_timeout = state.defaulttimeout;
  return s.sock_timeout >= 0 ? internal_setblocking(s, false) : 0;
}

/**
 * socketmodule.c: sock_initobj, without `fileno`: a new, non-inheritable socket. -1 stands for the default. 0 or -errno.
 */
export function sock_open(s: SocketObject, family: number, type: number, proto: number): number {
  const domain = family === -1 ? AF_INET : family;
  const kind = type === -1 ? SOCK_STREAM : type;
  const protocol = proto === -1 ? 0 : proto;
  const fd = sys.socket(domain, kind | SOCK_CLOEXEC, protocol);
  if (fd < 0) return fd;
  return adopt(s, fd, domain, kind, protocol);
}

/**
 * socketmodule.c: sock_initobj, with `fileno`: takes a descriptor over, and asks the kernel for what is given as -1. 0 or -errno.
 */
export function sock_open_fileno(s: SocketObject, fd: number, family: number, type: number, proto: number): number {
  address.fill(0);
  length[0] = SOCK_ADDR_SIZE;
  const named = sys.getsockname(fd, address, length);
  let domain = family;
  if (named < 0) {
    if (family === -1 || named === -EBADF || named === -ENOTSOCK) return named;
  } else if (family === -1) domain = new DataView(address.buffer).getUint16(0, true);
  let kind = type;
  if (kind === -1) {
    const got = intOption(fd, SO_TYPE);
    if (got < 0) return got;
    kind = flag[0] as number;
  }
  let protocol = proto;
  if (protocol === -1) {
    const got = intOption(fd, SO_PROTOCOL);
    if (got < 0) return got;
    protocol = flag[0] as number;
  }
  return adopt(s, fd, domain, kind, protocol);
}

function intOption(fd: number, option: number): number {
  length[0] = 4;
  return sys.getsockopt(fd, SOL_SOCKET, option, flag, length);
}

function adopt(s: SocketObject, fd: number, family: number, type: number, proto: number): number {
  const initialised = init_sockobject(s, fd, family, type, proto);
  if (initialised < 0) {
    s.sock_fd = -1;
    close(fd);
  }
  return initialised;
}

/** socketmodule.c: socket_socketpair. Fills both descriptors in; 0 or -errno. */
export function sock_pair(pair: Int32Array, family: number, type: number, proto: number): number {
  if (pair.length < 2) return -EINVAL;
  return sys.socketpair(family, type | SOCK_CLOEXEC, proto, pair);
}
