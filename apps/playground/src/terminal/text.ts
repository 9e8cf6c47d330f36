/** Text in the cells of a terminal. */
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';

const segmenter = new Intl.Segmenter();
const ASCII = /^[ -~]*$/;
const TAB = 8;

export function graphemes(text: string): string[] {
  return ASCII.test(text) ? [...text] : Array.from(segmenter.segment(text), ({ segment }) => segment);
}

export function widthOf(text: string): number {
  return ASCII.test(text) ? text.length : stringWidth(text);
}

/** A line of a program's output as a terminal shows it in the end: no escape sequences, and what a `\r` has overwritten is gone. */
export function printable(line: string): string {
  if (ASCII.test(line)) return line;
  const text = stripVTControlCharacters(line).replace(/\r+$/, '');
  let shown = '';
  for (const part of text.slice(text.lastIndexOf('\r') + 1).split(/(\t)/)) {
    shown += part === '\t' ? ' '.repeat(TAB - (widthOf(shown) % TAB)) : part.replace(/\p{Cc}/gu, '');
  }
  return shown;
}

/** Rows no wider than `width`, as long as no character is. Contract: at least one, and none empty unless the text is. */
export function wrap(text: string, width: number): string[] {
  const rows: string[] = [];
  if (ASCII.test(text)) {
    for (let start = 0; start < text.length; start += width) rows.push(text.slice(start, start + width));
    return rows.length > 0 ? rows : [''];
  }
  let row = '';
  let used = 0;
  for (const grapheme of graphemes(text)) {
    const wide = widthOf(grapheme);
    if (used > 0 && used + wide > width) {
      rows.push(row);
      row = '';
      used = 0;
    }
    row += grapheme;
    used += wide;
  }
  return [...rows, row];
}

/** The same between words where it can be, and with each further row indented: for text that is read, not typed. */
export function wrapWords(text: string, width: number): string[] {
  const own = /^ */.exec(text)![0].length;
  const indentation = ' '.repeat(width < 8 ? 0 : Math.min(own + 2, width / 2));
  const rows: string[] = [];
  let rest = text;
  while (widthOf(rest) > width) {
    const [row = ''] = wrap(rest, width);
    const space = rest.charAt(row.length) === ' ' ? row.length : row.lastIndexOf(' ');
    const end = rest.slice(0, Math.max(space, 0)).trim() === '' ? row.length : space;
    rows.push(rest.slice(0, end));
    rest = indentation + rest.slice(end).trimStart();
  }
  return [...rows, rest];
}

/** Exactly `width` cells: padded, or cut with an ellipsis. */
export function fit(text: string, width: number): string {
  const missing = width - widthOf(text);
  if (missing >= 0) return text + ' '.repeat(missing);
  if (width < 3) return '…'.repeat(width);
  const [row = ''] = wrap(text, width - 1);
  return `${row}…${' '.repeat(width - 1 - widthOf(row))}`;
}
