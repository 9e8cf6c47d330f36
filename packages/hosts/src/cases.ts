/** The cases of @pysock/conformance on a host. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from '@pysock/runtimes';
import { type Outcome, today } from './result.ts';
import { clone, ran, store } from './store.ts';

export interface Judged {
  readonly cases: Readonly<Record<string, Outcome>>;
  /** Complaints of the run itself. */
  readonly problems: readonly string[];
  readonly seconds: number;
}

const conformance = join(clone, 'packages', 'conformance');
const program = join(conformance, 'dist', 'cli.js');
const known = join(conformance, 'expectations', 'known-differences.json');

/** All cases that there are. */
export async function caseIds(): Promise<string[]> {
  return (await ran({ exe: process.execPath, args: [program, 'list'] })).trim().split('\n');
}

/** One case of each area, by a text that no other case has. */
async function oneOfEachArea(): Promise<string[]> {
  const ids = await caseIds();
  const areas = new Map<string, string>();
  for (const id of ids) {
    const [area = ''] = id.split('/');
    if (!areas.has(area) && !ids.some((other) => other !== id && other.includes(id))) areas.set(area, id);
  }
  return [...areas.values()];
}

interface Wanted {
  readonly adapter: string;
  readonly name: string;
  readonly all: boolean;
  readonly filter: readonly string[];
  readonly jobs: number;
  readonly seconds: number;
}

interface ReportedCase {
  readonly id: string;
  readonly outcome: string;
  readonly reason: string;
}

/** Contract: throws an Error when the cases did not run. */
export async function runCases({ adapter, name, all, filter, jobs, seconds }: Wanted): Promise<Judged> {
  const report = join(store, `report-${name}.json`);
  const chosen = filter.length > 0 || all ? filter : await oneOfEachArea();
  const args = [
    ...[program, 'run', '--recorded', '--setting', 'alone', '--runtime', adapter, '--known', known],
    ...['--jobs', String(jobs), '--report', `json:${report}`, ...chosen.flatMap((text) => ['-k', text])],
  ];
  const { stdout, stderr, exitCode, timedOut } = await runProcess({ exe: process.execPath, args }, seconds);
  if (timedOut || (exitCode !== 0 && exitCode !== 1)) {
    throw new Error(`the cases did not run: ${timedOut ? 'they took too long' : stderr.trim() || stdout.trim()}`);
  }
  const { cases, problems, ...rest } = JSON.parse(readFileSync(report, 'utf8')) as {
    cases: readonly ReportedCase[];
    problems: readonly string[];
    seconds: number;
  };
  const date = today();
  return {
    cases: Object.fromEntries(cases.map(({ id, outcome, reason }) => [id, { outcome, reason, date }])),
    problems,
    seconds: rest.seconds,
  };
}
