import type { Style } from '../terminal/paint.ts';
import { printable, wrap, wrapWords } from '../terminal/text.ts';

/** What a program has written is plain. */
export interface Line {
  readonly text: string;
  readonly style: Style;
}

export function wrapLine({ text, style }: Line, width: number): Line[] {
  const rows = style === 'plain' ? wrap(text, width) : wrapWords(text, width);
  return rows.map((row) => ({ text: row, style }));
}

const MOST_LINES = 2000;
/** A line without an end is broken here, so that it is not put together again and again. */
const LONGEST_LINE = 10_000;

/** What a pane has shown so far: whole lines, and one that a program has begun. */
export class Output {
  #lines: Line[] = [];
  #last = '';

  /** What a program writes. */
  write(text: string): void {
    const lines = (this.#last + text).split('\n');
    this.#last = lines.pop()!;
    if (this.#last.length > LONGEST_LINE) {
      lines.push(this.#last);
      this.#last = '';
    }
    this.#push(lines.map((line) => ({ text: printable(line), style: 'plain' })));
  }

  /** Lines of our own. */
  note(text: string, style: Style): void {
    if (this.#last !== '') this.write('\n');
    this.#push(text.split('\n').map((line) => ({ text: printable(line), style })));
  }

  clear(): void {
    this.#lines = [];
    this.#last = '';
  }

  /** The line that has no end yet, which may be a prompt. */
  get last(): string {
    return printable(this.#last);
  }

  /** The last `count` rows of the whole lines, wrapped. */
  rows(width: number, count: number): Line[] {
    const rows: Line[] = [];
    for (let index = this.#lines.length - 1; index >= 0 && rows.length < count; index -= 1) {
      rows.unshift(...wrapLine(this.#lines[index]!, width));
    }
    return rows.slice(-count || rows.length);
  }

  #push(lines: readonly Line[]): void {
    for (const line of lines) this.#lines.push(line);
    if (this.#lines.length > MOST_LINES * 2) this.#lines = this.#lines.slice(-MOST_LINES);
  }
}
