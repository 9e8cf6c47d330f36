/** Socket options as JavaScript values. */

import { AF_VSOCK } from '@pysock/host/constants';
import { intArgument, unsignedLongLongArgument } from '../address/arguments.ts';
import { OSError, throwResult } from '../base/errors.ts';
import {
  getsockopt_bytes,
  getsockopt_int,
  getsockopt_long,
  intOption,
  longOption,
  MAX_OPTION_SIZE,
  setsockopt_bytes,
  setsockopt_int,
  setsockopt_long,
} from './options.ts';
import { type BytesLike, bytesArgument } from './socket-arguments.ts';
import type { SocketObject } from './socket-object.ts';

/** What an option can be set to. */
export type OptionValue = number | bigint | boolean | BytesLike | null;

/** socketmodule.c: sock_getsockopt */
export function sock_getsockopt(
  s: SocketObject,
  level: number,
  optname: number,
  buflen: number,
): number | bigint | Uint8Array {
  const option = [intArgument(level), intArgument(optname)] as const;
  const size = intArgument(buflen);
  const isWide = s.sock_family === AF_VSOCK;
  if (size === 0) {
    const result = (isWide ? getsockopt_long : getsockopt_int)(s, ...option);
    if (result < 0) return throwResult(result);
    return isWide ? longOption() : intOption();
  }
  if (isWide) throw new OSError('getsockopt string buffer not allowed');
  if (size < 0 || size > MAX_OPTION_SIZE) throw new OSError('getsockopt buflen out of range');
  const value = new Uint8Array(size);
  const length = getsockopt_bytes(s, ...option, value);
  return length < 0 ? throwResult(length) : value.slice(0, length);
}

/** socketmodule.c: sock_setsockopt. `args` as they were given: their number tells the three forms apart. */
export function sock_setsockopt(
  s: SocketObject,
  args: readonly [level: number, optname: number, value: OptionValue, optlen?: number],
): void {
  const result = set(s, args);
  if (result < 0) throwResult(result);
}

function set(s: SocketObject, args: readonly [number, number, OptionValue, number?]): number {
  const [level, optname, value, optlen] = args;
  const option = [intArgument(level), intArgument(optname)] as const;
  if (s.sock_family === AF_VSOCK) return setsockopt_long(s, ...option, unsignedLongLongArgument(value, 3));
  if (value === null && optlen !== undefined) return setsockopt_bytes(s, ...option, null, intArgument(optlen) >>> 0);
  if (optlen !== undefined) throw new TypeError(`setsockopt() takes exactly 3 arguments (${args.length} given)`);
  if (typeof value === 'object') {
    const bytes = bytesArgument(value);
    return setsockopt_bytes(s, ...option, bytes, bytes.length);
  }
  return setsockopt_int(s, ...option, intArgument(value));
}
