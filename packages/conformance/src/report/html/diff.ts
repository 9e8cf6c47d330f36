import { diffLines } from '../../compare/diff.ts';
import { type Child, h, type Markup } from './element.ts';

/** Longer outputs are shown from their first difference on; the whole of them is in the JSON report. */
const MOST_LINES = 400;

/** Lines that both have and that lie further from a difference than this are left out. */
const CONTEXT = 3;

interface Row {
  readonly left: string | undefined;
  readonly right: string | undefined;
  readonly same: boolean;
}

/** What the two columns are called. */
export interface Names {
  readonly reference: string;
  readonly subject: string;
}

export interface Difference {
  readonly what: string;
  readonly reference: string;
  readonly subject: string;
}

/**
 * Differences side by side, line by line; on a narrow screen one below the other. Those of one line each, as a table of
 * expressions has them, share one view.
 */
export function diffViews(differences: readonly Difference[], names: Names): Child {
  const short = differences.filter(({ reference, subject }) => !`${reference}${subject}`.includes('\n'));
  const long = differences.filter((difference) => !short.includes(difference));
  const rows = short.map(({ what, reference, subject }) => [
    h('div', { class: 'what' }, what),
    rowMarkup({ left: reference, right: subject, same: false }),
  ]);
  return [
    short.length > 0 ? view(names, rows) : undefined,
    long.map(({ what, reference, subject }) => [h('h5', {}, what), view(names, textRows(reference, subject))]),
  ];
}

function view({ reference, subject }: Names, rows: Child): Markup {
  const head = h('div', { class: 'row head', role: 'row' }, cell('head', reference), cell('head', subject));
  return h('div', { class: 'diff', role: 'table' }, head, rows);
}

function textRows(left: string, right: string): Child {
  const rows = shorten(diffLines(firstLines(left), firstLines(right)));
  return rows.map((row) => (row === undefined ? h('div', { class: 'gap' }, '⋯') : rowMarkup(row)));
}

function firstLines(text: string): string[] {
  const lines = text.replace(/\n$/, '').split('\n');
  return lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), '…'] : lines;
}

/** Contract: undefined stands for lines that were left out. */
function shorten(rows: readonly Row[]): (Row | undefined)[] {
  const near = rows.map((_, index) =>
    rows.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some((row) => !row.same),
  );
  return rows.flatMap((row, index) => {
    if (near[index]) return [row];
    return index === 0 || near[index - 1] ? [undefined] : [];
  });
}

function rowMarkup({ left, right, same }: Row): Markup {
  if (same) return h('div', { class: 'row same', role: 'row' }, cell('', left), cell('', right));
  const [before, after] = left !== undefined && right !== undefined ? mark(left, right) : [left, right];
  return h(
    'div',
    { class: 'row', role: 'row' },
    cell(left === undefined ? 'none' : 'gone', before),
    cell(right === undefined ? 'none' : 'new', after),
  );
}

function cell(kind: string, text: Child): Markup {
  return h('code', { class: `cell ${kind}`.trim(), role: 'cell' }, text);
}

const isWord = (letter: string | undefined): boolean => letter !== undefined && /\w/.test(letter);

/** What lies between the common beginning and the common end of two lines, in whole words. */
function mark(left: string, right: string): [Child, Child] {
  const shorter = Math.min(left.length, right.length);
  let start = 0;
  while (start < shorter && left[start] === right[start]) start += 1;
  while (start > 0 && isWord(left[start - 1]) && (isWord(left[start]) || isWord(right[start]))) start -= 1;
  let end = 0;
  while (end < shorter - start && left.at(-1 - end) === right.at(-1 - end)) end += 1;
  while (end > 0 && isWord(left.at(-end)) && (isWord(left.at(-1 - end)) || isWord(right.at(-1 - end)))) end -= 1;
  const part = (text: string): Child => {
    const middle = text.slice(start, text.length - end);
    return [text.slice(0, start), middle === '' ? undefined : h('mark', {}, middle), text.slice(text.length - end)];
  };
  return [part(left), part(right)];
}
