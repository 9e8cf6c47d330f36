/** Network interfaces in addresses: a name outside, a number inside. */
import { IFNAMSIZ } from '@pysock/host/constants';
import { if_indextoname, if_nametoindex } from '@pysock/host/sys';
import { oserror } from '../base/errors.ts';
import { type FsPath, fsdecode } from './fs-path.ts';
import { untilNul } from './sockaddr.ts';

/**
 * The number of the interface, whose name is cut to what a name can have.
 *
 * Differs: CPython asks through the socket itself (SIOCGIFINDEX), this through one that libc opens. Only for a socket of
 * another network namespace could the answers differ.
 */
export function interfaceIndex(name: Uint8Array): number {
  const terminated = new Uint8Array(IFNAMSIZ);
  terminated.set(name.subarray(0, IFNAMSIZ - 1));
  const index = if_nametoindex(terminated);
  if (index < 0) throw oserror(-index);
  return index;
}

/**
 * The name of the interface, '' for 0 and for one that is gone.
 *
 * Differs: as {@link interfaceIndex}; and AF_PACKET raises UnicodeDecodeError for a name that is no UTF-8.
 */
export function interfaceName(index: number): string | FsPath {
  const name = new Uint8Array(IFNAMSIZ);
  if (index === 0 || if_indextoname(index, name) < 0) return '';
  return fsdecode(untilNul(name));
}
