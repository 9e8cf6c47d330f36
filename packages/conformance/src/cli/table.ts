import { writeFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { loadAdapter } from '@pysock/runtimes';
import { formatReport } from '../report/formats.ts';
import { writeBetweenMarks } from '../report/into.ts';
import { lifeless } from '../report/lifeless.ts';
import type { Report, SuiteReport } from '../report/model.ts';
import { paintFor } from '../report/paint.ts';
import { progressFor } from '../report/progress.ts';
import { type Column, markdownTable } from '../report/table.ts';
import { areaRows, sumRows } from '../report/totals.ts';
import type { Stage } from '../stage/stage.ts';
import { compareRuntimes } from './compare.ts';
import type { CommandOptions } from './options.ts';
import { partsOf } from './parts.ts';

/** As --runtime names them. */
const RUNTIMES = [undefined, 'install-socket', 'pyodide', 'node-sock-fs'] as const;

/**
 * What each of the runtimes that come with this package does as CPython, in one run, for a README. None of them has a list
 * of known differences here: a difference is a difference. Contract: rejects, and writes no table, when the figures of one
 * of them are none.
 */
export async function tableCommand(
  options: CommandOptions,
  stage: Stage,
  runtimes: readonly (string | undefined)[] = RUNTIMES,
): Promise<number> {
  const screen = { progress: progressFor(process.stderr, paintFor(process.stderr)), paint: paintFor(process.stderr) };
  if (options.report.some(({ file }) => file === undefined)) {
    throw new Error('a table comes with a report of each runtime: --report FORMAT:FILE');
  }
  const parts = partsOf(options);
  const reports: Report[] = [];
  for (const runtime of runtimes) {
    const bare = { ...options, runtime: runtime ?? 'pysock', known: undefined };
    const adapter = await loadAdapter(runtime);
    const report = await compareRuntimes(parts, bare, stage, adapter, { ...screen, verbose: false });
    writeReports(report, options, adapter.name);
    const refusal = lifeless(report, runtime);
    if (refusal !== undefined) throw new Error(`no table: ${refusal}`);
    reports.push(report);
  }
  const lines = runtimeTable(reports);
  for (const path of options.into) writeBetweenMarks(path, lines);
  if (options.into.length === 0) process.stdout.write(`${lines.join('\n')}\n`);
  return 0;
}

/** A report of each runtime: `a.json` is `a-pysock.json`, `a-Pyodide.json` and so on. */
function writeReports(report: Report, { report: wanted }: CommandOptions, name: string): void {
  for (const { format, file } of wanted) {
    const { dir, name: base, ext } = parse(file!);
    writeFileSync(join(dir, `${base}-${name}${ext}`), formatReport(report, format));
  }
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
  const notes = reports.flatMap((report) => report.suites.flatMap((suite) => noteOf(report, suite)));
  return [...reference, ...markdownTable(columns, reports), ...notes.flatMap((note) => ['', note])];
}

/** A row of noughts is worth a word when all of them have one reason. */
function noteOf({ subject: { label } }: Report, { name, tests }: SuiteReport): string[] {
  const reasons = new Set(expectedOf(tests).map(({ subject }) => (subject?.status === 'PASS' ? '' : subject?.reason)));
  const [reason] = reasons;
  return reasons.size === 1 && reason ? [`No test of ${name} passes on ${label}, for one reason: ${reason}`] : [];
}

function asOnCPython(cases: Report['cases']): string {
  const { all, same, skipped } = sumRows(areaRows(cases));
  return `${same} of ${all - skipped}`;
}

function expectedOf(tests: SuiteReport['tests']): SuiteReport['tests'] {
  return tests.filter(({ reference }) => reference?.status === 'PASS');
}

/** Of the tests that CPython passes. */
function passes({ suites }: Report, name: string): string {
  const tests = suites.find((suite) => suite.name === name)?.tests ?? [];
  const expected = expectedOf(tests);
  return `${expected.filter(({ subject }) => subject?.status === 'PASS').length} of ${expected.length}`;
}
