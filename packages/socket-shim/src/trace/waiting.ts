/** Whether a call that is about to be made will wait. The kernel is asked, and nothing that the call would do is done. */
import {
  AF_INET,
  AF_INET6,
  F_GETFL,
  MSG_DONTWAIT,
  O_NONBLOCK,
  POLLIN,
  POLLOUT,
  SIOCOUTQ,
  SO_SNDBUF,
  SO_TYPE,
  SOCK_STREAM,
  SOL_SOCKET,
  WNOHANG,
} from '@pysock/host/constants';
import { fcntl, getsockopt, ioctl, poll, pollOne } from '@pysock/host/sys';

type Arguments = readonly unknown[];

const value = new Int32Array(1);
const size = new Int32Array(1);
const LOOPBACK = 127;

function option(fd: number, name: number): number {
  size[0] = 4;
  return getsockopt(fd, SOL_SOCKET, name, value, size) < 0 ? -1 : (value[0] as number);
}

function isBlocking(fd: number): boolean {
  const flags = fcntl(fd, F_GETFL);
  return flags >= 0 && (flags & O_NONBLOCK) === 0;
}

const isStream = (fd: number): boolean => option(fd, SO_TYPE) === SOCK_STREAM;

/**
 * How many bytes a connection takes at once, at least. The kernel counts with each packet what it takes itself, for which SO_SNDBUF is
 * twice what the program has asked for.
 */
function room(fd: number): number {
  const whole = option(fd, SO_SNDBUF);
  value[0] = 0;
  ioctl(fd, SIOCOUTQ, value);
  return whole / 2 - (value[0] as number);
}

/** A handshake takes the time of a way there and back; on this machine it takes none. */
function isFar(address: Uint8Array): boolean {
  const family = (address[0] as number) | ((address[1] as number) << 8);
  if (family === AF_INET) return address[4] !== LOOPBACK;
  return family === AF_INET6 && !(address.subarray(8, 23).every((byte) => byte === 0) && address[23] === 1);
}

const number = (word: unknown): number => (typeof word === 'number' ? word : 0);
const waitsToRead = (fd: number): boolean => isBlocking(fd) && pollOne(fd, POLLIN, 0) === 0;
const waitsToWrite = (fd: number, length = 0): boolean =>
  isBlocking(fd) && (pollOne(fd, POLLOUT, 0) === 0 || (length > 0 && isStream(fd) && length > room(fd)));
const reads = ([fd]: Arguments): boolean => waitsToRead(number(fd));
const isOrdinary = (flags: unknown): boolean => (number(flags) & MSG_DONTWAIT) === 0;

const WAITS: Readonly<Record<string, (args: Arguments) => boolean>> = {
  accept4: reads,
  read: reads,
  readv: reads,
  recv: ([fd, , , flags]) => isOrdinary(flags) && waitsToRead(number(fd)),
  recvfrom: ([fd, , , flags]) => isOrdinary(flags) && waitsToRead(number(fd)),
  recvmsg: ([fd, , flags]) => isOrdinary(flags) && waitsToRead(number(fd)),
  send: ([fd, , length, flags]) => isOrdinary(flags) && waitsToWrite(number(fd), number(length)),
  sendto: ([fd, , length, flags]) => isOrdinary(flags) && waitsToWrite(number(fd), number(length)),
  sendmsg: ([fd, , flags]) => isOrdinary(flags) && waitsToWrite(number(fd)),
  write: ([fd, , length]) => waitsToWrite(number(fd), number(length)),
  writev: ([fd]) => waitsToWrite(number(fd)),
  sendfile: ([fd]) => waitsToWrite(number(fd)),
  connect: ([fd, address]) => isFar(address as Uint8Array) && isBlocking(number(fd)) && isStream(number(fd)),
  poll: ([fds, count, timeout]) => timeout !== 0 && poll((fds as Int32Array).slice(), number(count), 0) === 0,
  select: ([, reading, writing, , interval]) => {
    const isAtOnce = (interval as BigInt64Array | null)?.every((part) => part === 0n) ?? false;
    const fds = pollfdsOf([reading as Int32Array, writing as Int32Array]);
    return !isAtOnce && poll(fds, fds.length / 2, 0) === 0;
  },
  epoll_wait: ([fd, , , timeout]) => timeout !== 0 && pollOne(number(fd), POLLIN, 0) === 0,
  wait4: ([, , options]) => (number(options) & WNOHANG) === 0,
  waitid: ([, , , options]) => (number(options) & WNOHANG) === 0,
};

/** The sets of a select() as what a poll() asks for. */
function pollfdsOf(sets: readonly Int32Array[]): Int32Array {
  const events = new Map<number, number>();
  for (const [index, words] of sets.entries()) {
    for (const fd of bitsOf(words)) events.set(fd, (events.get(fd) ?? 0) | (index === 0 ? POLLIN : POLLOUT));
  }
  return Int32Array.from([...events].flat());
}

/** The descriptors in an fd_set. */
export function bitsOf(words: Int32Array): number[] {
  return Array.from({ length: words.length * 32 }, (_, fd) => fd).filter(
    (fd) => ((words[fd >>> 5] as number) & (1 << (fd % 32))) !== 0,
  );
}

export function willWait(name: string, args: Arguments): boolean {
  return WAITS[name]?.(args) ?? false;
}
