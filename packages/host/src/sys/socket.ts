/**
 * <sys/socket.h>: one function a system call, under its POSIX name.
 *
 * Each converts, calls, and answers the C result, or `-errno` when the call failed. None retries, waits or
 * throws: that is `module/sock-call.ts`. A {@link Buffer} may be a raw host address, so that a caller whose
 * bytes lie in a WebAssembly memory makes no view of them.
 */
import { bind, lazy, resultOf } from '../call/libc.ts';
import { watchable } from '../call/watch.ts';
import { SO_LINGER, SO_RCVTIMEO, SO_SNDTIMEO, SOL_SOCKET } from '../constants/index.ts';
import { noteLinger, noteModeChange } from './modes.ts';

/** Where bytes lie: a typed array, or the host address of the first of them. */
export type Buffer = Uint8Array | number;

type Out = Int32Array;

const c = watchable({
  socket: bind('int socket(int, int, int)'),
  bind: bind('int bind(int, void *, unsigned int)'),
  listen: bind('int listen(int, int)'),
  accept4: bind('int accept4(int, void *, void *, int)'),
  connect: bind('int connect(int, void *, unsigned int)'),
  send: bind('int64_t send(int, void *, size_t, int)'),
  sendAt: bind('int64_t send(int, uintptr_t, size_t, int)'),
  recv: bind('int64_t recv(int, void *, size_t, int)'),
  recvAt: bind('int64_t recv(int, uintptr_t, size_t, int)'),
  sendto: bind('int64_t sendto(int, void *, size_t, int, void *, unsigned int)'),
  sendtoAt: bind('int64_t sendto(int, uintptr_t, size_t, int, void *, unsigned int)'),
  recvfrom: bind('int64_t recvfrom(int, void *, size_t, int, void *, void *)'),
  recvfromAt: bind('int64_t recvfrom(int, uintptr_t, size_t, int, void *, void *)'),
  sendmsg: lazy('int64_t sendmsg(int, void *, int)'),
  recvmsg: lazy('int64_t recvmsg(int, void *, int)'),
  shutdown: bind('int shutdown(int, int)'),
  getsockname: bind('int getsockname(int, void *, void *)'),
  getpeername: bind('int getpeername(int, void *, void *)'),
  getsockopt: bind('int getsockopt(int, int, int, void *, void *)'),
  setsockopt: bind('int setsockopt(int, int, int, void *, unsigned int)'),
  socketpair: lazy('int socketpair(int, int, int, void *)'),
});

const unseen = { getsockopt: lazy('int getsockopt(int, int, int, void *, void *)') };

export function socket(domain: number, type: number, protocol: number): number {
  return resultOf(c.socket(domain, type, protocol));
}

export function socketpair(domain: number, type: number, protocol: number, pair: Out): number {
  return resultOf(c.socketpair(domain, type, protocol, pair));
}

function bindSocket(fd: number, address: Uint8Array, length: number): number {
  return resultOf(c.bind(fd, address, length));
}

export { bindSocket as bind };

export function listen(fd: number, backlog: number): number {
  return resultOf(c.listen(fd, backlog));
}

export function accept4(fd: number, address: Uint8Array | null, length: Out | null, flags: number): number {
  return resultOf(c.accept4(fd, address, length, flags));
}

export function connect(fd: number, address: Uint8Array, length: number): number {
  return resultOf(c.connect(fd, address, length));
}

export function send(fd: number, buffer: Buffer, length: number, flags: number): number {
  return resultOf(typeof buffer === 'number' ? c.sendAt(fd, buffer, length, flags) : c.send(fd, buffer, length, flags));
}

export function recv(fd: number, buffer: Buffer, length: number, flags: number): number {
  return resultOf(typeof buffer === 'number' ? c.recvAt(fd, buffer, length, flags) : c.recv(fd, buffer, length, flags));
}

export function sendto(
  fd: number,
  buffer: Buffer,
  length: number,
  flags: number,
  address: Uint8Array,
  addressLength: number,
): number {
  return resultOf(
    typeof buffer === 'number'
      ? c.sendtoAt(fd, buffer, length, flags, address, addressLength)
      : c.sendto(fd, buffer, length, flags, address, addressLength),
  );
}

/** `addressLength[0]` goes in as the size of `address` and comes out as the length that the peer's address has. */
export function recvfrom(
  fd: number,
  buffer: Buffer,
  length: number,
  flags: number,
  address: Uint8Array,
  addressLength: Out,
): number {
  return resultOf(
    typeof buffer === 'number'
      ? c.recvfromAt(fd, buffer, length, flags, address, addressLength)
      : c.recvfrom(fd, buffer, length, flags, address, addressLength),
  );
}

/** `message` holds a `struct msghdr`, whose pointers the caller has filled in and keeps alive. */
export function sendmsg(fd: number, message: Uint8Array, flags: number): number {
  return resultOf(c.sendmsg(fd, message, flags));
}

/** `message` holds a `struct msghdr`, whose pointers the caller has filled in and keeps alive. */
export function recvmsg(fd: number, message: Uint8Array, flags: number): number {
  return resultOf(c.recvmsg(fd, message, flags));
}

export function shutdown(fd: number, how: number): number {
  return resultOf(c.shutdown(fd, how));
}

export function getsockname(fd: number, address: Uint8Array, length: Out): number {
  return resultOf(c.getsockname(fd, address, length));
}

export function getpeername(fd: number, address: Uint8Array, length: Out): number {
  return resultOf(c.getpeername(fd, address, length));
}

export function getsockopt(fd: number, level: number, option: number, value: ArrayBufferView, length: Out): number {
  return resultOf(c.getsockopt(fd, level, option, value, length));
}

/** The same, out of tracing's sight: for what is looked up between a program's own calls. */
export function getsockoptUnseen(
  fd: number,
  level: number,
  option: number,
  value: ArrayBufferView,
  length: Out,
): number {
  return resultOf(unseen.getsockopt(fd, level, option, value, length));
}

/** `value` null with a length is what the kernel's AF_ALG takes for ALG_SET_AEAD_AUTHSIZE. */
export function setsockopt(
  fd: number,
  level: number,
  option: number,
  value: ArrayBufferView | null,
  length: number,
): number {
  if (level === SOL_SOCKET && option === SO_LINGER) noteLinger();
  if (level === SOL_SOCKET && (option === SO_RCVTIMEO || option === SO_SNDTIMEO)) noteModeChange();
  return resultOf(c.setsockopt(fd, level, option, value, length));
}
