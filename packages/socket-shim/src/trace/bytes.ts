/** Bytes as Python writes them. */

import { addressOf, viewOf } from '@pysock/host/call';
import { SEEK_CUR } from '@pysock/host/constants';
import { iovec, msghdr } from '@pysock/host/layouts';
import { type Buffer, lseek, pread } from '@pysock/host/sys';

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

/** The first `length` bytes of a buffer. */
export function bytesOf(buffer: Buffer, length: number): Uint8Array {
  return typeof buffer === 'number' ? viewOf(buffer, length) : buffer.subarray(0, length);
}

/** `length` bytes are in the buffer. */
export function literalOf(buffer: Buffer, length: number): string {
  return bytesLiteral(bytesOf(buffer, Math.min(length, SHOWN)), length);
}

function wordAt(bytes: Uint8Array, offset: number): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(offset, true);
}

/** The first `length` bytes of what an array of `struct iovec` points to. */
export function bytesOfParts(vectors: Uint8Array, length: number): Uint8Array {
  const found = new Uint8Array(length);
  for (let filled = 0, at = 0; filled < length && at < vectors.length; at += iovec.sizeof) {
    const taken = Math.min(Number(wordAt(vectors, at + iovec.iov_len)), length - filled);
    if (taken > 0) found.set(viewOf(wordAt(vectors, at + iovec.iov_base), taken), filled);
    filled += taken;
  }
  return found;
}

/** Likewise, as Python writes them. */
export function literalOfParts(vectors: Uint8Array, length: number): string {
  return bytesLiteral(bytesOfParts(vectors, Math.min(length, SHOWN)), length);
}

/** What a `struct msghdr` points to: its address, if it has one, and its `struct iovec`s. */
export function messageParts(message: Uint8Array): { name: Uint8Array | undefined; vectors: Uint8Array } {
  const name = wordAt(message, msghdr.msg_name);
  const length = new DataView(message.buffer, message.byteOffset).getUint32(msghdr.msg_namelen, true);
  const count = Number(wordAt(message, msghdr.msg_iovlen));
  return {
    name: name === 0n || length === 0 ? undefined : viewOf(name, length),
    vectors: count === 0 ? new Uint8Array() : viewOf(wordAt(message, msghdr.msg_iov), count * iovec.sizeof),
  };
}

/** What sendfile() has sent of a file, read again. `offset` is what it was given: where the place is that the kernel counts on, if any. */
export function bytesOfFile(fd: number, offset: unknown, length: number): Uint8Array {
  const counted = typeof offset === 'number' && offset !== 0 ? viewOf(offset, 8) : offset;
  const isCounted = ArrayBuffer.isView(counted);
  const end = isCounted
    ? Number(new DataView(counted.buffer, counted.byteOffset).getBigInt64(0, true))
    : lseek(fd, 0, SEEK_CUR);
  const bytes = new Uint8Array(length);
  return bytes.subarray(0, Math.max(pread(fd, addressOf(bytes), length, end - length), 0));
}
