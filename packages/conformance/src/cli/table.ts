import { nodeSockFS, pyodide } from '../adapters/pyodide.ts';
import { pysock } from '../adapters/pysock.ts';
import { writeBetweenMarks } from '../report/into.ts';
import type { Report } from '../report/model.ts';
import { paintFor } from '../report/paint.ts';
import { progressFor } from '../report/progress.ts';
import { type Column, markdownTable } from '../report/table.ts';
import { areaRows, sumRows } from '../report/totals.ts';
import type { Stage } from '../stage/stage.ts';
import { compareRuntimes } from './compare.ts';
import type { CommandOptions } from './options.ts';
import { partsOf } from './parts.ts';

/**
 * What each of the runtimes that come with this package does as CPython, in one run, for a README. None of them has a list
 * of known differences here: a difference is a difference.
 */
export async function tableCommand(options: CommandOptions, stage: Stage): Promise<number> {
  const screen = { progress: progressFor(process.stderr, paintFor(process.stderr)), paint: paintFor(process.stderr) };
  const parts = { ...partsOf(options), document: false };
  const reports: Report[] = [];
  for (const adapter of [pysock(), pyodide(), nodeSockFS()]) {
    const bare = { ...options, runtime: adapter.name, known: undefined, retries: 0 };
    reports.push(await compareRuntimes(parts, bare, stage, adapter, { ...screen, verbose: false }));
  }
  const lines = runtimeTable(reports);
  for (const path of options.into) writeBetweenMarks(path, lines);
  if (options.into.length === 0) process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

export function runtimeTable(reports: readonly Report[]): string[] {
  const [first] = reports;
  const suites = first?.suites.map(({ name }) => name) ?? [];
  const columns: Column<Report>[] = [
    { head: 'runtime', align: 'left', cell: ({ subject }) => subject.label },
    { head: 'cases as on CPython', align: 'right', cell: ({ cases }) => asOnCPython(cases) },
    ...suites.map((name): Column<Report> => ({ head: name, align: 'right', cell: (report) => passes(report, name) })),
  ];
  const reference = first ? [`Beside ${first.reference.label}, on Node ${first.node}:`, ''] : [];
  return [...reference, ...markdownTable(columns, reports)];
}

function asOnCPython(cases: Report['cases']): string {
  const { all, same, skipped } = sumRows(areaRows(cases));
  return `${same} of ${all - skipped}`;
}

/** Of the tests that CPython passes. */
function passes({ suites }: Report, name: string): string {
  const tests = suites.find((suite) => suite.name === name)?.tests ?? [];
  const expected = tests.filter(({ reference }) => reference?.status === 'PASS');
  return `${expected.filter(({ subject }) => subject?.status === 'PASS').length} of ${expected.length}`;
}
