/** Bytes as Python writes them. */

import { viewOf } from '@pysock/host/call';
import { iovec, msghdr } from '@pysock/host/layouts';
import type { Buffer } from '@pysock/host/sys';

/** Of what was sent or received, so much is shown. */
const SHOWN = 64;

const ESCAPES: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 39: "\\'", 92: '\\\\' };

function escaped(byte: number): string {
  if (ESCAPES[byte] !== undefined) return ESCAPES[byte];
  return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
}

/** bytesobject.c: PyBytes_Repr, of the beginning. `length` is how many there are. */
export function bytesLiteral(bytes: Uint8Array, length: number): string {
  return `b'${Array.from(bytes.subarray(0, SHOWN), escaped).join('')}'${length > Math.min(bytes.length, SHOWN) ? '...' : ''}`;
}

export function literalOf(buffer: Buffer, length: number): string {
  const shown = Math.min(length, SHOWN);
  return bytesLiteral(typeof buffer === 'number' ? viewOf(buffer, shown) : buffer.subarray(0, shown), length);
}

function wordAt(bytes: Uint8Array, offset: number): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(offset, true);
}

/** The first `length` bytes of what an array of `struct iovec` points to. */
export function literalOfParts(address: bigint, count: number, length: number): string {
  const shown = new Uint8Array(Math.min(length, SHOWN));
  const vectors = viewOf(address, count * iovec.sizeof);
  for (let filled = 0, at = 0; filled < shown.length && at < count; at++) {
    const part = Number(wordAt(vectors, at * iovec.sizeof + iovec.iov_len));
    const taken = Math.min(part, shown.length - filled);
    if (taken > 0) shown.set(viewOf(wordAt(vectors, at * iovec.sizeof + iovec.iov_base), taken), filled);
    filled += taken;
  }
  return bytesLiteral(shown, length);
}

/** What a `struct msghdr` points to: its address, if it has one, and its bytes. */
export function messageParts(message: Uint8Array): { name: Uint8Array | undefined; parts: bigint; count: number } {
  const name = wordAt(message, msghdr.msg_name);
  const length = new DataView(message.buffer, message.byteOffset).getUint32(msghdr.msg_namelen, true);
  return {
    name: name === 0n || length === 0 ? undefined : viewOf(name, length),
    parts: wordAt(message, msghdr.msg_iov),
    count: Number(wordAt(message, msghdr.msg_iovlen)),
  };
}
