/** The host of an Internet address: what it may be, and the numeric ones that need no resolver. */
import { UnicodeError } from '../base/errors.ts';
import { idna } from '../base/idna.ts';
import { typeName } from '../base/python-types.ts';
import type { PythonObject } from './arguments.ts';

/** socketmodule.c: setipaddr. A sockaddr of the family, with port 0. The host is ASCII and has no NUL. */
export type Resolve = (host: string | Uint8Array, family: number) => Uint8Array;

/** socketmodule.c: idna_converter. Bytes are taken as they are, so a caller that has a codec of its own encodes first. */
export function hostArgument(value: unknown): string | Uint8Array {
  const host = typeof value === 'string' ? asciiHost(value) : hostBytes(value);
  if (typeof host === 'string' ? host.includes('\0') : host.includes(0)) {
    throw new TypeError('host name must not contain null character');
  }
  return host;
}

function hostBytes(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  const { pythonType, buffer } = (value ?? {}) as Partial<PythonObject>;
  if (pythonType === 'bytearray' && buffer !== undefined) return buffer;
  throw new TypeError(`str, bytes or bytearray expected, not ${typeName(value)}`);
}

function asciiHost(host: string): string | Uint8Array {
  for (let at = 0; at < host.length; at++) {
    if (host.charCodeAt(at) > 0x7f) return encodedHost(host);
  }
  return host;
}

function encodedHost(host: string): Uint8Array {
  try {
    return idna(host);
  } catch (error) {
    if (error instanceof UnicodeError) throw new TypeError('encoding of hostname failed');
    throw error;
  }
}

const DOT = 0x2e;
const ZERO = 0x30;

/** inet_pton(AF_INET): the address as a number in host order, -1 for what is not four decimal numbers without leading zeros. */
export function parseDottedQuad(host: string): number {
  const { length } = host;
  if (length < 7 || length > 15) return -1;
  let address = 0;
  let octet = -1;
  let dots = 0;
  for (let at = 0; at < length; at++) {
    const code = host.charCodeAt(at);
    if (code === DOT) {
      if (octet < 0 || ++dots > 3) return -1;
      address = address * 256 + octet;
      octet = -1;
      continue;
    }
    const digit = code - ZERO;
    if (digit < 0 || digit > 9 || octet === 0) return -1;
    octet = octet < 0 ? digit : octet * 10 + digit;
    if (octet > 255) return -1;
  }
  return octet < 0 || dots !== 3 ? -1 : address * 256 + octet;
}
