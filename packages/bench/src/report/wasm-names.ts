/** The names of a WebAssembly module's functions, by their numbers: those that it exports. */

const EXPORTS = 7;
const FUNCTION = 0;
/** The magic number and the version. */
const HEADER = 8;

/** Unsigned LEB128 and what is made of it. */
class Reader {
  readonly #bytes: Uint8Array;
  at: number;
  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }
  get isAtEnd(): boolean {
    return this.at >= this.#bytes.length;
  }
  byte(): number {
    return this.#bytes[this.at++] as number;
  }
  number(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }
  text(): string {
    const length = this.number();
    this.at += length;
    return new TextDecoder().decode(this.#bytes.subarray(this.at - length, this.at));
  }
}

/** A function with several names has the last of them. */
export function exportedFunctions(module: Uint8Array): Map<number, string> {
  const names = new Map<number, string>();
  const reader = new Reader(module, HEADER);
  while (!reader.isAtEnd) {
    const id = reader.byte();
    const size = reader.number();
    const end = reader.at + size;
    for (let left = id === EXPORTS ? reader.number() : 0; left > 0; left--) {
      const name = reader.text();
      const kind = reader.byte();
      const index = reader.number();
      if (kind === FUNCTION) names.set(index, name);
    }
    reader.at = end;
  }
  return names;
}
