/** A row of the screen in pieces, each with a look. */
import { graphemes, widthOf } from './text.ts';

export interface Segment {
  readonly text: string;
  readonly color?: string;
  readonly dim?: boolean;
  readonly bold?: boolean;
  readonly inverse?: boolean;
}

export type Row = readonly Segment[];

export type Look = Omit<Segment, 'text'>;

export function row(text: string, look: Look = {}): Row {
  return [{ text, ...look }];
}

/** Exactly `width` cells: padded, or cut. */
export function fitRow(segments: Row, width: number, look: Look = {}): Row {
  const fitted: Segment[] = [];
  let room = width;
  for (const segment of segments) {
    const wide = widthOf(segment.text);
    if (wide <= room) {
      fitted.push(segment);
      room -= wide;
      continue;
    }
    let text = '';
    for (const grapheme of graphemes(segment.text)) {
      if (widthOf(text + grapheme) > room - 1) break;
      text += grapheme;
    }
    if (room > 0) fitted.push({ ...segment, text: `${text}…` });
    room -= widthOf(text) + 1;
    break;
  }
  return room > 0 ? [...fitted, { text: ' '.repeat(room), ...look }] : fitted;
}

/** Rows no wider than `width`; those behind the first are indented, where there is room for that. */
export function wrapRow(segments: Row, width: number): Row[] {
  const indentation = /^ */.exec(plain(segments))![0].length + 4;
  const rows: Segment[][] = [[]];
  let used = 0;
  for (const segment of segments) {
    let text = '';
    for (const grapheme of graphemes(segment.text)) {
      const wide = widthOf(grapheme);
      if (used > 0 && used + wide > width) {
        rows.at(-1)!.push({ ...segment, text });
        const indent = indentation < width / 2 ? indentation : 0;
        rows.push([{ text: ' '.repeat(indent) }]);
        used = indent;
        text = '';
      }
      text += grapheme;
      used += wide;
    }
    rows.at(-1)!.push({ ...segment, text });
  }
  return rows;
}

/** As many rows as there is room for, the last of them if there are more. */
export function lastRows(rows: readonly Row[], height: number): Row[] {
  const shown = rows.slice(Math.max(0, rows.length - height));
  return [...shown, ...Array.from({ length: height - shown.length }, () => row(''))];
}

export function firstRows(rows: readonly Row[], height: number): Row[] {
  const shown = rows.slice(0, height);
  return [...shown, ...Array.from({ length: height - shown.length }, () => row(''))];
}

/** Blocks of rows beside each other, with a line between them. */
export function beside(blocks: readonly (readonly Row[])[], widths: readonly number[]): Row[] {
  const height = Math.max(...blocks.map(({ length }) => length));
  return Array.from({ length: height }, (_, at) =>
    blocks.flatMap((block, index) => [
      ...(index === 0 ? [] : [{ text: '│', dim: true }]),
      ...fitRow(block[at] ?? [], widths[index]!),
    ]),
  );
}

export function plain(segments: Row): string {
  return segments.map(({ text }) => text).join('');
}
