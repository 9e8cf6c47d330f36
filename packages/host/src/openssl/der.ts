/** Objects as bytes in DER, and back, by OpenSSL's pairs of i2d and d2i. */
import { addressOf } from '../call/libc.ts';

/** The bytes of an object; empty when it has none. */
export function encoded(i2d: (object: number, place: BigUint64Array | null) => number, object: number): Uint8Array {
  const size = i2d(object, null);
  if (size <= 0) return new Uint8Array();
  const bytes = new Uint8Array(size);
  i2d(object, new BigUint64Array([BigInt(addressOf(bytes))]));
  return bytes;
}

/** A new object; 0 when the bytes are none. */
export function decoded(d2i: (to: null, place: BigUint64Array, size: number) => number, bytes: Uint8Array): number {
  return d2i(null, new BigUint64Array([BigInt(addressOf(bytes))]), bytes.length);
}
