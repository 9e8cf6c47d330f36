/** The README's table of hosts. */
import { readFileSync, writeFileSync } from 'node:fs';

const [BEGIN, END] = ['<!-- hosts -->', '<!-- /hosts -->'];

export interface Row {
  readonly title: string;
  readonly version: string;
  /** `32 of 32` */
  readonly checks: string;
  readonly cases: string;
  readonly known: string;
}

export function rowText({ title, version, checks, cases, known }: Row): string {
  return `| ${[title, version, checks, cases, known].join(' | ')} |`;
}

const HEAD = [
  '| host | version | checks of the probe | cases as on CPython | known differences |',
  '| --- | --- | ---: | ---: | --- |',
];

const keyOf = (line: string): string => /^\| (.+?) \| (\d+\.\d+)/.exec(line)?.slice(1).join(' ') ?? '';

/**
 * The rows of what ran, and those that stand there of what did not run, by the order of the hosts' titles. A host's row is the one
 * with its title and the first two numbers of its version.
 */
export function mergeRows(standing: readonly string[], rows: readonly Row[], titles: readonly string[]): string[] {
  const lines = new Map<string, string>();
  for (const line of [...standing, ...rows.map(rowText)]) if (keyOf(line) !== '') lines.set(keyOf(line), line);
  const place = (key: string): number => titles.findIndex((title) => key.startsWith(`${title} `));
  return [...lines]
    .filter(([key]) => place(key) >= 0)
    .sort(([a], [b]) => place(a) - place(b) || a.localeCompare(b, 'en', { numeric: true }))
    .map(([, line]) => line);
}

/** Contract: throws an Error when the file has no place for the table. */
export function writeTable(path: string, rows: readonly Row[], hosts: readonly { readonly title: string }[]): void {
  const text = readFileSync(path, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin)
    throw new Error(`${path} has no place for the table: it wants the lines ${BEGIN} and ${END}`);
  const standing = text.slice(begin, end).split('\n');
  const table = [...HEAD, ...mergeRows(standing, rows, [...new Set(hosts.map(({ title }) => title))])];
  writeFileSync(path, `${text.slice(0, begin + BEGIN.length)}\n\n${table.join('\n')}\n\n${text.slice(end)}`);
}
