/** Names of the file system and their bytes: UTF-8 with PEP 383's escapes, as Python has them on Linux. */
import { isUtf8 } from 'node:buffer';
import { UnicodeEncodeError } from '../base/errors.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A name whose bytes are no UTF-8. Python would answer a str with escaped bytes; this keeps the bytes. */
export class FsPath {
  readonly bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  /** For people: what can't be decoded shows as U+FFFD. */
  toString(): string {
    return decoder.decode(this.bytes);
  }
}

/** unicodeobject.c: PyUnicode_DecodeFSDefaultAndSize. Differs: see {@link FsPath}. */
export function fsdecode(bytes: Uint8Array): string | FsPath {
  if (!isUtf8(bytes)) return new FsPath(bytes.slice());
  return decoder.decode(bytes);
}

/** unicodeobject.c: PyUnicode_EncodeFSDefault: U+DC80 to U+DCFF stand for single bytes. */
export function fsencode(text: string): Uint8Array {
  return encodeUtf8(text, true);
}

const SURROGATE = /\p{Surrogate}/u;
const SURROGATES = /\p{Surrogate}+/gu;

/** unicodeobject.c: PyUnicode_AsUTF8String, with the error handler `surrogateescape` or `strict`. */
export function encodeUtf8(text: string, surrogateescape: boolean): Uint8Array {
  if (!SURROGATE.test(text)) return Buffer.from(text);
  const parts: Uint8Array[] = [];
  let from = 0;
  for (const run of text.matchAll(SURROGATES)) {
    const escaped = surrogateescape ? escapedBytes(run[0]) : [];
    if (escaped.length < run[0].length) {
      const start = Array.from(text.slice(0, run.index)).length;
      const end = start + run[0].length;
      throw new UnicodeEncodeError('utf-8', text, start + escaped.length, end, 'surrogates not allowed');
    }
    parts.push(Buffer.from(text.slice(from, run.index)), Uint8Array.from(escaped));
    from = run.index + run[0].length;
  }
  return Buffer.concat([...parts, Buffer.from(text.slice(from))]);
}

/** The bytes of the escapes that a run of surrogates starts with. */
function escapedBytes(run: string): number[] {
  const codes = Array.from(run, (unit) => unit.charCodeAt(0));
  const stop = codes.findIndex((code) => code < 0xdc80 || code > 0xdcff);
  return codes.slice(0, stop < 0 ? codes.length : stop).map((code) => code - 0xdc00);
}
