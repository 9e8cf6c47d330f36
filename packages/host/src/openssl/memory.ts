/** Host memory that callbacks are given. */
import { viewOf } from '../call/libc.ts';
import { bytesAt as untilNul } from '../call/memory.ts';

/** A copy of bytes. */
export function bytesAt(address: number, length: number): Uint8Array {
  return length === 0 ? new Uint8Array() : viewOf(address, length).slice();
}

/** A copy of a C string's bytes. */
export function stringBytesAt(address: number): Uint8Array {
  return untilNul(address);
}

export function storeBytes(address: number, bytes: Uint8Array): void {
  if (bytes.length > 0) viewOf(address, bytes.length).set(bytes);
}
