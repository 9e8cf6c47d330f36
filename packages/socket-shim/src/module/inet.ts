/** Byte order, and internet addresses as text and as bytes. */

import { cString, untilNul } from '@pysock/host/call';
import { AF_INET, AF_INET6, INET6_ADDRSTRLEN } from '@pysock/host/constants';
import * as sys from '@pysock/host/sys';
import { bufferArgument, intArgument } from '../address/arguments.ts';
import { OSError, oserror, ValueError } from '../base/errors.ts';
import { textArgument, unsignedArgument } from './arguments.ts';

/** The number of bytes of an address, by family. */
const sizes: ReadonlyMap<number, number> = new Map([
  [AF_INET, 4],
  [AF_INET6, 16],
]);

/**
 * socketmodule.c: _socket_htons_impl
 *
 * @throws ValueError below 0, OverflowError above 65535.
 */
export function htons(integer: number): number {
  return swap16(unsignedArgument(integer, 'uint16_t', 16));
}

/**
 * socketmodule.c: _socket_ntohs_impl
 *
 * @throws ValueError below 0, OverflowError above 65535.
 */
export function ntohs(integer: number): number {
  return swap16(unsignedArgument(integer, 'uint16_t', 16));
}

/**
 * socketmodule.c: _socket_htonl_impl
 *
 * @throws ValueError below 0, OverflowError above 4294967295.
 */
export function htonl(integer: number): number {
  return swap32(unsignedArgument(integer, 'uint32_t', 32));
}

/**
 * socketmodule.c: _socket_ntohl_impl
 *
 * @throws ValueError below 0, OverflowError above 4294967295.
 */
export function ntohl(integer: number): number {
  return swap32(unsignedArgument(integer, 'uint32_t', 32));
}

function swap16(x: number): number {
  return ((x & 0xff) << 8) | (x >> 8);
}

function swap32(x: number): number {
  return ((swap16(x & 0xffff) << 16) | swap16(x >>> 16)) >>> 0;
}

/**
 * socketmodule.c: _socket_inet_aton_impl. The 4 bytes of an IPv4 address in any of C's spellings (`127.1`, `0x7f000001`).
 *
 * @throws OSError without an errno for any other text.
 */
export function inet_aton(ip_addr: string): Uint8Array {
  const packed = new Uint8Array(4);
  if (sys.inet_aton(cString(textArgument(ip_addr, 'inet_aton() argument')), packed) > 0) return packed;
  throw new OSError('illegal IP address string passed to inet_aton');
}

/**
 * socketmodule.c: _socket_inet_ntoa_impl
 *
 * @throws OSError without an errno unless there are 4 bytes.
 */
export function inet_ntoa(packed_ip: Uint8Array): string {
  const packed = bufferArgument(packed_ip);
  if (packed.length !== 4) throw new OSError('packed IP wrong length for inet_ntoa');
  return packed.join('.');
}

/**
 * socketmodule.c: socket_inet_pton. The 4 or 16 bytes of an address.
 *
 * @throws OSError without an errno for a text that is no address of the family, with EAFNOSUPPORT for another family.
 */
export function inet_pton(address_family: number, ip_string: string): Uint8Array {
  const family = intArgument(address_family);
  const ip = textArgument(ip_string, 'inet_pton() argument 2');
  const packed = new Uint8Array(16);
  const result = sys.inet_pton(family, cString(ip), packed);
  if (result < 0) throw oserror(-result);
  if (result === 0) throw new OSError('illegal IP address string passed to inet_pton');
  const size = sizes.get(family);
  if (size === undefined) throw new OSError('unknown address family');
  return packed.slice(0, size);
}

/**
 * socketmodule.c: socket_inet_ntop
 *
 * @throws ValueError for a family without such addresses, or another number of bytes than the family's.
 */
export function inet_ntop(address_family: number, packed_ip: Uint8Array): string {
  const family = intArgument(address_family);
  const packed = bufferArgument(packed_ip);
  const size = sizes.get(family);
  if (size === undefined) throw new ValueError(`unknown address family ${family}`);
  if (packed.length !== size) throw new ValueError('invalid length of packed IP address string');
  if (family === AF_INET) return packed.join('.');
  const ip = new Uint8Array(INET6_ADDRSTRLEN);
  const result = sys.inet_ntop(family, packed, ip);
  if (result < 0) throw oserror(-result);
  return Buffer.from(untilNul(ip)).toString('latin1');
}
