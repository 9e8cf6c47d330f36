/** The README's table of packages. */
import { readFileSync, writeFileSync } from 'node:fs';
import { descriptionOf, type Outcome } from './exchange.ts';

const [BEGIN, END] = ['<!-- programs -->', '<!-- /programs -->'];

/** One row of the table. */
export function rowOf({ name, version, difference }: Outcome, description: string): string {
  return `| ${name} | ${version ?? 'not installed'} | ${difference === undefined ? description : `differs: ${description}`} |`;
}

/** Puts the rows of what ran into a Markdown file; rows of what did not run stay. Contract: throws an Error when it has no place. */
export function writeTable(path: string, outcomes: readonly Outcome[]): void {
  const text = readFileSync(path, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin)
    throw new Error(`${path} has no place for the table: it wants the lines ${BEGIN} and ${END}`);
  const rows = new Map<string, string>();
  for (const line of text.slice(begin, end).split('\n')) {
    const [, name] = /^\| (?!package |---)(\S+) \|/.exec(line) ?? [];
    if (name !== undefined) rows.set(name, line);
  }
  for (const outcome of outcomes) rows.set(outcome.name, rowOf(outcome, descriptionOf(outcome.name)));
  const table = [
    '| package | version | what it did as on CPython |',
    '| --- | --- | --- |',
    ...[...rows.values()].sort(),
  ];
  writeFileSync(path, `${text.slice(0, begin + BEGIN.length)}\n\n${table.join('\n')}\n\n${text.slice(end)}`);
}
