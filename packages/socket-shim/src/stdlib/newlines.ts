/** The line ends of text streams. */
import { ValueError } from '../base/errors.ts';
import { typeName } from '../base/python-types.ts';
import type { Decoder } from './codecs.ts';

/** null: any line end is read as LF. '': any ends a line, and is kept. Else: only this one. */
export type Newline = null | '' | '\n' | '\r' | '\r\n';

/** textio.c: validate_newline */
export function checkNewline(newline: unknown): asserts newline is Newline {
  if (newline === null) return;
  if (typeof newline !== 'string') {
    throw new TypeError(`TextIOWrapper() argument 'newline' must be str or None, not ${typeName(newline)}`);
  }
  if (!['', '\n', '\r', '\r\n'].includes(newline)) throw new ValueError(`illegal newline value: ${newline}`);
}

/** Modules/_io/textio.c: IncrementalNewlineDecoder. A CR at the end waits for the LF that may follow. */
export class NewlineDecoder implements Decoder {
  readonly #decoder: Decoder;
  readonly #translate: boolean;
  readonly #seen = new Set<string>();
  #pendingCr = false;

  constructor(decoder: Decoder, translate: boolean) {
    this.#decoder = decoder;
    this.#translate = translate;
  }

  /** The line ends that have come so far. */
  get newlines(): readonly string[] {
    return ['\r', '\n', '\r\n'].filter((end) => this.#seen.has(end));
  }

  decode(bytes: Uint8Array, final: boolean): string {
    let text = this.#decoder.decode(bytes, final);
    if (this.#pendingCr && (text !== '' || final)) {
      text = `\r${text}`;
      this.#pendingCr = false;
    }
    if (text.endsWith('\r') && !final) {
      text = text.slice(0, -1);
      this.#pendingCr = true;
    }
    if (!text.includes('\r')) {
      if (text.includes('\n')) this.#seen.add('\n');
      return text;
    }
    for (const [end] of text.matchAll(/\r\n?|\n/g)) this.#seen.add(end);
    return this.#translate ? text.replace(/\r\n?/g, '\n') : text;
  }

  reset(): void {
    this.#pendingCr = false;
    this.#seen.clear();
    this.#decoder.reset();
  }
}

/** textio.c: _PyIO_find_line_ending. Where the first line that ends at or after `from` ends, -1 for none. */
export function lineEnd(text: string, newline: Newline, from: number): number {
  if (newline === '') {
    const pattern = /\r\n?|\n/g;
    pattern.lastIndex = from;
    const match = pattern.exec(text);
    return match === null ? -1 : match.index + match[0].length;
  }
  const end = newline ?? '\n';
  const at = text.indexOf(end, from);
  return at < 0 ? -1 : at + end.length;
}
