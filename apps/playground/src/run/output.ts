/** What a pane shows: the end of what a program has written, typed lines, and remarks. */
import { printable, wrap, wrapWords } from '../terminal/text.ts';

export type Kind = 'out' | 'err' | 'typed' | 'note';

export interface Line {
  readonly text: string;
  readonly kind: Kind;
}

const MOST_LINES = 2000;
/** A line without an end is broken here, so that it is not put together again and again. */
const LONGEST_LINE = 10_000;

export class Output {
  /** How many bytes the program has written. */
  bytes = 0;
  /** Lines that are no longer kept. */
  dropped = 0;
  /** Some bytes were no UTF-8; they are shown as U+FFFD. */
  isBroken = false;
  #lines: Line[] = [];
  #last: Line | undefined;
  readonly #decoders = { out: new TextDecoder(), err: new TextDecoder() };

  receive(kind: 'out' | 'err', chunk: Uint8Array): void {
    this.bytes += chunk.length;
    const text = this.#decoders[kind].decode(chunk, { stream: true });
    if (!this.isBroken && text.includes('\ufffd')) this.isBroken = true;
    this.write(kind, text);
  }

  write(kind: Kind, text: string): void {
    if (text === '') return;
    if (this.#last !== undefined && this.#last.kind !== kind) this.endLine();
    const lines = ((this.#last?.text ?? '') + text).split('\n');
    const last = lines.pop()!;
    this.#push(lines, kind);
    this.#last = last === '' ? undefined : { text: last, kind };
    if (last.length > LONGEST_LINE) this.#breakLast(last, kind);
  }

  /** What is typed stands behind a prompt that has no end yet. */
  type(text: string): void {
    const prompt = this.#last?.text ?? '';
    this.#last = undefined;
    this.#push([prompt + text], 'typed');
  }

  note(text: string): void {
    this.endLine();
    this.#push(text.split('\n'), 'note');
  }

  endLine(): void {
    if (this.#last === undefined) return;
    const { text, kind } = this.#last;
    this.#last = undefined;
    this.#push([text], kind);
  }

  /** The line that has no end yet, which may be a prompt. */
  get prompt(): Line | undefined {
    return this.#last && { ...this.#last, text: printable(this.#last.text) };
  }

  get lines(): readonly Line[] {
    return this.#lines;
  }

  /** The last `count` rows of the whole lines, wrapped. */
  rows(width: number, count: number): Line[] {
    const rows: Line[] = [];
    for (let index = this.#lines.length - 1; index >= 0 && rows.length < count; index -= 1) {
      const { text, kind } = this.#lines[index]!;
      const shown = kind === 'note' ? wrapWords(printable(text), width) : wrap(printable(text), width);
      rows.unshift(...shown.map((row) => ({ text: row, kind })));
    }
    return rows.slice(Math.max(0, rows.length - count));
  }

  #breakLast(text: string, kind: Kind): void {
    const pieces = text.match(new RegExp(`[^]{1,${LONGEST_LINE}}`, 'g')) ?? [];
    const last = pieces.pop()!;
    this.#push(pieces, kind);
    this.#last = { text: last, kind };
  }

  #push(lines: readonly string[], kind: Kind): void {
    for (const text of lines.slice(-MOST_LINES)) this.#lines.push({ text, kind });
    this.dropped += Math.max(0, lines.length - MOST_LINES);
    if (this.#lines.length > MOST_LINES * 2) {
      this.dropped += this.#lines.length - MOST_LINES;
      this.#lines = this.#lines.slice(-MOST_LINES);
    }
  }
}
