/** The table of hosts in a document, made of what is known of each. */
import { readFileSync, writeFileSync } from 'node:fs';
import { type Result, summary } from './result.ts';

const [BEGIN, END] = ['<!-- hosts -->', '<!-- /hosts -->'];

const HEAD = [
  '| host | version | checks of the probe | cases as on CPython | known differences | other differences | tried |',
  '| --- | --- | ---: | ---: | ---: | --- | --- |',
];

/** `ids`: all cases. Of those that have not run nothing is said but how many have. */
export function rowText(title: string, result: Result, ids: readonly string[]): string {
  const { ran, passed, known, red } = summary(result, ids);
  const { probe, version } = result;
  const dates = [probe?.date, ...ids.map((id) => result.cases[id]?.date)].filter((date) => date !== undefined);
  const columns = [
    ...[title, version, probe === undefined ? 'not run' : `${probe.passed} of ${probe.passed + probe.failed.length}`],
    ...(ran === 0 ? ['not run', '', ''] : [`${passed} of ${ran}`, String(known.length)]),
    ...(ran === 0 ? [] : [red.map(({ id }) => id).join(', ') || 'none']),
    dates.sort()[0] ?? '',
  ];
  return `| ${columns.join(' | ')} |`;
}

/** Contract: throws an Error when the file has no place for the table. */
export function writeTable(path: string, rows: readonly string[]): void {
  const text = readFileSync(path, 'utf8');
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (begin < 0 || end < begin)
    throw new Error(`${path} has no place for the table: it wants the lines ${BEGIN} and ${END}`);
  const table = [...HEAD, ...rows].join('\n');
  writeFileSync(path, `${text.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${text.slice(end)}`);
}
