import type { WriteStream } from 'node:tty';

export interface Frame {
  /** As many as the terminal has, each as wide as the terminal. */
  readonly rows: readonly string[];
  readonly cursor?: { readonly row: number; readonly column: number } | undefined;
}

const CSI = '\u001b[';
const HIDE_CURSOR = `${CSI}?25l`;
const SHOW_CURSOR = `${CSI}?25h`;

/** Alternate screen, no automatic wrapping, pastes marked. */
const OPEN = `${CSI}?1049h${CSI}?7l${CSI}?2004h${CSI}2J`;
const CLOSE = `${CSI}?2004l${CSI}?7h${SHOW_CURSOR}${CSI}?1049l`;
/** Terminals that know "synchronized output" show what lies between at once. */
const BEGIN = `${CSI}?2026h`;
const END = `${CSI}?2026l`;

/** The whole terminal. Only what has changed is written. */
export class Screen {
  readonly #stream: WriteStream;
  #shown: readonly string[] = [];
  #place = '';
  #open = false;

  constructor(stream: WriteStream) {
    this.#stream = stream;
  }

  get size(): { readonly columns: number; readonly rows: number } {
    return { columns: this.#stream.columns, rows: this.#stream.rows };
  }

  open(): void {
    this.#open = true;
    this.#stream.write(OPEN);
  }

  close(): void {
    if (this.#open) this.#stream.write(CLOSE);
    this.#open = false;
  }

  /** After this, the next frame is written as a whole. */
  clear(): void {
    this.#shown = [];
    this.#stream.write(`${CSI}2J`);
  }

  bell(): void {
    this.#stream.write('\u0007');
  }

  draw({ rows, cursor }: Frame): void {
    const changed = rows
      .map((row, index) => (row === this.#shown[index] ? '' : `${CSI}${index + 1};1H${row}`))
      .join('');
    const place = cursor ? `${CSI}${cursor.row + 1};${cursor.column + 1}H${SHOW_CURSOR}` : HIDE_CURSOR;
    if (changed === '' && place === this.#place) return;
    this.#shown = rows;
    this.#place = place;
    this.#stream.write(BEGIN + HIDE_CURSOR + changed + place + END);
  }
}

/** Blocks of rows beside each other; each row starts at its column whatever the terminal thinks of the widths before it. */
export function beside(blocks: readonly { readonly column: number; readonly rows: readonly string[] }[]): string[] {
  const height = Math.max(...blocks.map(({ rows }) => rows.length));
  return Array.from({ length: height }, (_, row) =>
    blocks.map(({ column, rows }) => `${CSI}${column + 1}G${rows[row] ?? ''}`).join(''),
  );
}
