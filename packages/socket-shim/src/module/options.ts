/** Socket options, as numbers and as bytes. */
import { getsockopt, setsockopt } from '@pysock/host/sys';
import type { SocketObject } from './socket-object.ts';

const word = new Int32Array(1);
const long = new BigUint64Array(1);
const size = new Int32Array(1);

/** socketmodule.c: sock_setsockopt, an int. 0 or -errno. */
export function setsockopt_int(s: SocketObject, level: number, option: number, value: number): number {
  word[0] = value;
  return setsockopt(s.sock_fd, level, option, word, 4);
}

/** socketmodule.c: sock_setsockopt of an AF_VSOCK socket, whose options are 64 bits wide. 0 or -errno. */
export function setsockopt_long(s: SocketObject, level: number, option: number, value: bigint): number {
  long[0] = value;
  return setsockopt(s.sock_fd, level, option, long, 8);
}

/** socketmodule.c: sock_setsockopt, a buffer, or null with a length. 0 or -errno. */
export function setsockopt_bytes(
  s: SocketObject,
  level: number,
  option: number,
  value: Uint8Array | null,
  length: number,
): number {
  return setsockopt(s.sock_fd, level, option, value, length);
}

/** socketmodule.c: sock_getsockopt, an int. 0 or -errno; the value is then {@link intOption}. */
export function getsockopt_int(s: SocketObject, level: number, option: number): number {
  word[0] = 0;
  size[0] = 4;
  return getsockopt(s.sock_fd, level, option, word, size);
}

/** The option that `getsockopt_int` has just read. */
export function intOption(): number {
  return word[0] as number;
}

/** socketmodule.c: sock_getsockopt of an AF_VSOCK socket. 0 or -errno; the value is then {@link longOption}. */
export function getsockopt_long(s: SocketObject, level: number, option: number): number {
  long[0] = 0n;
  size[0] = 8;
  return getsockopt(s.sock_fd, level, option, long, size);
}

/** The option that `getsockopt_long` has just read. */
export function longOption(): bigint {
  return long[0] as bigint;
}

/** socketmodule.c: sock_getsockopt, a buffer. How many bytes of `value` the option has, or -errno. */
export function getsockopt_bytes(s: SocketObject, level: number, option: number, value: Uint8Array): number {
  size[0] = value.length;
  const got = getsockopt(s.sock_fd, level, option, value, size);
  return got < 0 ? got : (size[0] as number);
}

/** The longest option that getsockopt() hands out as bytes. */
export const MAX_OPTION_SIZE = 1024;
