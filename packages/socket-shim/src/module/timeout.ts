/** Timeouts: seconds for people, nanoseconds inside. */
import { indexOf } from '../address/arguments.ts';
import { OverflowError, ValueError } from '../base/errors.ts';
import { typeName } from '../base/python-types.ts';
import { defaultTimeout, internal_setblocking, type SocketObject, setDefaultTimeout } from './socket-object.ts';

const NS_PER_SECOND = 1e9;
/** The most that CPython's PyTime_t holds, in seconds. */
const MAX_SECONDS = 2 ** 63 / NS_PER_SECOND;

/**
 * socketmodule.c: socket_parse_timeout. Nanoseconds, rounded away from zero so that no wait is shorter than asked for.
 *
 * @param seconds null for none.
 * @throws ValueError when it is negative or not a number, OverflowError when it is longer than 292 years.
 */
export function parseTimeout(seconds: number | null): number {
  if (seconds === null) return -1;
  if (Number.isNaN(seconds)) throw new ValueError('Invalid value NaN (not a number)');
  if (Math.abs(seconds) >= MAX_SECONDS) throw new OverflowError('timestamp out of range for C PyTime_t');
  if (seconds < 0) throw new ValueError('Timeout value out of range');
  return Math.ceil(seconds * NS_PER_SECOND);
}

/**
 * A timeout that a caller gives, in nanoseconds.
 *
 * @throws TypeError when it is neither a number nor null, and what {@link parseTimeout} throws.
 */
export function timeoutArgument(seconds: unknown): number {
  if (seconds === null || typeof seconds === 'number') return parseTimeout(seconds);
  const index = indexOf(seconds);
  if (index === undefined)
    throw new TypeError(`'${typeName(seconds)}' object cannot be interpreted as an integer or float`);
  return parseTimeout(Number(index));
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

/** socketmodule.c: socket_getdefaulttimeout. The seconds that calls of new sockets may take, null for no end. */
export function getdefaulttimeout(): number | null {
  return timeoutSeconds(defaultTimeout());
}

/**
 * socketmodule.c: socket_setdefaulttimeout. The seconds that calls of new sockets may take, null for no end.
 *
 * @throws TypeError, ValueError, OverflowError
 */
export function setdefaulttimeout(timeout: number | null): void {
  setDefaultTimeout(timeoutArgument(timeout));
}
