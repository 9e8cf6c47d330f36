/** <unistd.h>, <fcntl.h>, <sys/ioctl.h>, <sys/sendfile.h>: what a descriptor of any kind can do. Results as in socket.ts. */
import type { HostFd } from '../call/brands.ts';
import { bind, lazy, resultOf } from '../call/libc.ts';
import { watchable } from '../call/watch.ts';
import { F_SETFL, FIONBIO } from '../constants/index.ts';
import { noteModeChange } from './modes.ts';
import type { Buffer } from './socket.ts';

const c = watchable({
  close: bind('int close(int)'),
  read: bind('int64_t read(int, void *, size_t)'),
  readAt: bind('int64_t read(int, uintptr_t, size_t)'),
  write: bind('int64_t write(int, void *, size_t)'),
  writeAt: bind('int64_t write(int, uintptr_t, size_t)'),
  fcntl: bind('int fcntl(int, int, int64_t)'),
  fcntlBytes: lazy('int fcntl(int, int, void *)'),
  ioctl: bind('int ioctl(int, unsigned long, void *)'),
  ioctlAt: lazy<(fd: number, request: number, address: number) => number>('int ioctl(int, unsigned long, uintptr_t)'),
  sendfile: lazy('int64_t sendfile(int, int, void *, size_t)'),
  pipe2: lazy('int pipe2(void *, int)'),
  getpid: lazy('int getpid()'),
  gethostname: lazy('int gethostname(void *, size_t)'),
  sethostname: lazy('int sethostname(const char *, size_t)'),
});

export function close(fd: HostFd): number {
  return resultOf(c.close(fd));
}

export function read(fd: HostFd, buffer: Buffer, length: number): number {
  return resultOf(typeof buffer === 'number' ? c.readAt(fd, buffer, length) : c.read(fd, buffer, length));
}

export function write(fd: HostFd, buffer: Buffer, length: number): number {
  return resultOf(typeof buffer === 'number' ? c.writeAt(fd, buffer, length) : c.write(fd, buffer, length));
}

export function fcntl(fd: HostFd, command: number, argument = 0): number {
  if (command === F_SETFL) noteModeChange();
  return resultOf(c.fcntl(fd, command, argument));
}

/** `fcntl` with a structure. */
export function fcntlBytes(fd: number, command: number, structure: Uint8Array): number {
  return resultOf(c.fcntlBytes(fd, command, structure));
}

/** F_SETFL for the time of a call: not counted as a change. */
export function setFlagsForNow(fd: number, flags: number): number {
  return resultOf(c.fcntl(fd, F_SETFL, flags));
}

export function ioctl(fd: HostFd, request: number, argument: ArrayBufferView | null): number {
  if (request === FIONBIO) noteModeChange();
  return resultOf(c.ioctl(fd, request, argument));
}

/** `ioctl` whose argument lies at a host address. */
export function ioctlAt(fd: HostFd, request: number, address: number): number {
  if (request === FIONBIO) noteModeChange();
  return resultOf(c.ioctlAt(fd, request, address));
}

/** `offset[0]` is where the file is read from, and afterwards where it was read to; null reads from, and moves, the file's own position. */
export function sendfile(out: number, input: number, offset: BigInt64Array | null, count: number): number {
  return resultOf(c.sendfile(out, input, offset, count));
}

export function pipe2(pair: Int32Array, flags: number): number {
  return resultOf(c.pipe2(pair, flags));
}

export function getpid(): number {
  return c.getpid();
}

export function gethostname(name: Uint8Array): number {
  return resultOf(c.gethostname(name, name.length));
}

export function sethostname(name: Uint8Array): number {
  return resultOf(c.sethostname(name, name.length));
}
