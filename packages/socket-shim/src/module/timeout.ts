/** Timeouts: seconds for people, nanoseconds inside. */
import { ValueError } from './errors.ts';
import { internal_setblocking, type SocketObject } from './socket-object.ts';

const NS_PER_SECOND = 1e9;

/**
 * socketmodule.c: socket_parse_timeout. Nanoseconds, rounded away from zero so that no wait is shorter than asked for.
 *
 * @param seconds null for none.
 * @throws ValueError when it is negative or not a number.
 */
export function parseTimeout(seconds: number | null): number {
  if (seconds === null) return -1;
  if (Number.isNaN(seconds)) throw new ValueError('Invalid value NaN (not a number)');
  if (seconds < 0) throw new ValueError('Timeout value out of range');
  return Math.ceil(seconds * NS_PER_SECOND);
}

/** The seconds of a timeout; null for none. */
export function timeoutSeconds(timeout: number): number | null {
  return timeout < 0 ? null : timeout / NS_PER_SECOND;
}

/**
 * socketmodule.c: sock_settimeout. 0 or -errno. `timeout` in nanoseconds.
 *
 * | gettimeout() | getblocking() | the descriptor |
 * | --- | --- | --- |
 * | None | True | blocking |
 * | 0.0 | False | non-blocking |
 * | > 0 | True | non-blocking, polled first |
 */
export function sock_settimeout(s: SocketObject, timeout: number): number {
  s.sock_timeout = timeout;
  return internal_setblocking(s, timeout < 0);
}
