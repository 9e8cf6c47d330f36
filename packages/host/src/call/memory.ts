/** What C hands out by address: pointers and NUL-terminated strings in host memory, copied before C frees them. */
import { lazy, viewOf } from './libc.ts';

const c = { strlen: lazy<(address: number) => number>('size_t strlen(uintptr_t)') };

/** Up to here a loop is quicker than what encodes any text. */
const SHORT = 64;

/** The pointer that lies at an address; 0 is NULL. */
export function pointerAt(address: number): number {
  return Number(new DataView(viewOf(address, 8).buffer).getBigUint64(0, true));
}

/** Sets 32 bits of memory, which other threads may be using. */
export function setWord(address: number, value: number): void {
  new Int32Array(viewOf(address, 4).buffer)[0] = value;
}

/** The pointers at an address, up to the NULL that ends them. */
export function pointersAt(address: number): number[] {
  const found: number[] = [];
  for (let at = address; at !== 0; at += 8) {
    const pointer = pointerAt(at);
    if (pointer === 0) break;
    found.push(pointer);
  }
  return found;
}

/** A copy of a NUL-terminated string's bytes, without the NUL. */
export function bytesAt(address: number): Uint8Array {
  return viewOf(address, c.strlen(address)).slice();
}

/** The bytes of a C string, with the NUL at their end. Text is UTF-8. */
export function cString(text: string | Uint8Array): Uint8Array {
  if (typeof text === 'string' && text.length <= SHORT) {
    const short = new Uint8Array(text.length + 1);
    let code = 0;
    for (let at = 0; at < text.length && code < 0x80; at++) {
      code = text.charCodeAt(at);
      short[at] = code;
    }
    if (code < 0x80) return short;
  }
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const terminated = new Uint8Array(bytes.length + 1);
  terminated.set(bytes);
  return terminated;
}

/** The bytes before the first NUL. */
export function untilNul(buffer: Uint8Array): Uint8Array {
  const end = buffer.indexOf(0);
  return end < 0 ? buffer : buffer.subarray(0, end);
}
