/** Network interfaces by name and by number. */

import { cString, untilNul } from '@pysock/host/call';
import { IFNAMSIZ } from '@pysock/host/constants';
import * as sys from '@pysock/host/sys';
import { fsArgument } from '../address/arguments.ts';
import { oserror } from '../base/errors.ts';
import { unsignedArgument } from './arguments.ts';

const decode = (bytes: Uint8Array) => Buffer.from(bytes).toString();

/**
 * socketmodule.c: socket_if_nameindex. All interfaces, each `[number, name]`.
 *
 * @throws OSError
 */
export function if_nameindex(): [index: number, name: string][] {
  const found: sys.Interface[] = [];
  const result = sys.if_nameindex(found);
  if (result < 0) throw oserror(-result);
  return found.map(({ index, name }) => [index, decode(name)]);
}

/**
 * socketmodule.c: _socket_if_nametoindex_impl
 *
 * @throws OSError when there is no such interface.
 */
export function if_nametoindex(if_name: string | Uint8Array): number {
  const index = sys.if_nametoindex(cString(fsArgument(if_name)));
  if (index < 0) throw oserror(-index);
  return index;
}

/**
 * socketmodule.c: _socket_if_indextoname_impl
 *
 * @throws OSError when there is no such interface, ValueError below 0, OverflowError above 4294967295.
 */
export function if_indextoname(if_index: number): string {
  const name = new Uint8Array(IFNAMSIZ + 1);
  const result = sys.if_indextoname(unsignedArgument(if_index, 'unsigned int', 32), name);
  if (result < 0) throw oserror(-result);
  return decode(untilNul(name));
}
