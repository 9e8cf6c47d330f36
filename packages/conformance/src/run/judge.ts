import { STREAM_LIMIT } from '@pysock/runtimes';
import { compare, compareTables, countRows, type Difference, type Side } from '../compare/compare.ts';
import type { Case } from '../discover/discover.ts';
import { Recording } from '../expectations/recording.ts';
import type { Outcome } from '../outcome.ts';
import { SETTING_NAMES, type Setting } from '../settings.ts';
import { runCase, type Voice, voiceKeys } from './case.ts';
import type { Runtime } from './runtime.ts';
import { inSetting, settingsOf } from './settings.ts';

/** A case that cannot run where it is ends with this exit code and says why in its last line (as in automake). */
export const SKIP_EXIT_CODE = '77';

/** One process that did not do what the reference did. */
export interface Finding {
  /** `server on pysock, client on CPython: the client`; empty for a single script. */
  readonly where: string;
  readonly differences: readonly Difference[];
  /** The end of what it wrote to standard error. */
  readonly stderr: string;
}

export interface JudgedCase {
  readonly testCase: Case;
  readonly outcome: Outcome;
  /** Why it was skipped or is red, in one line; empty for a pass. */
  readonly reason: string;
  readonly findings: readonly Finding[];
  /** The settings in which it differs. */
  readonly settings: readonly Setting[];
  /** Of a table: how many lines of it were compared. */
  readonly rows: number;
  readonly seconds: number;
}

/**
 * Contract: rejects only when a runtime cannot be started at all. `noStage`: why there is no stage, if there is none. `wanted`: the
 * settings, of which the runtime may not have all.
 */
export async function judgeCase(
  testCase: Case,
  subject: Runtime,
  reference: Runtime | Recording,
  noStage: string | undefined,
  wanted?: readonly Setting[],
): Promise<JudgedCase> {
  const start = performance.now();
  const {
    outcome,
    reason,
    findings = [],
    settings = [],
    rows = 0,
  } = lacking(testCase, subject, noStage) ?? (await judgeSettings(testCase, subject, reference, wanted));
  return { testCase, outcome, reason, findings, settings, rows, seconds: (performance.now() - start) / 1000 };
}

/** What the case needs and is not there. */
function lacking({ options }: Case, { adapter }: Runtime, noStage: string | undefined): Verdict | undefined {
  if (noStage !== undefined && options.needs.includes('stage')) {
    return { outcome: 'SKIP', reason: `it needs the stage: ${noStage}` };
  }
  if (!options.needs.includes('processes') || adapter.capabilities.includes('processes')) return undefined;
  return { outcome: 'SKIP', reason: `${adapter.name} has no process of Python's own` };
}

type Verdict = {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly findings?: readonly Finding[];
  readonly settings?: readonly Setting[];
  readonly rows?: number;
};

/** The verdict on all settings: the first that is red, told with what is found in every one. */
async function judgeSettings(
  testCase: Case,
  subject: Runtime,
  reference: Runtime | Recording,
  wanted: readonly Setting[] | undefined,
): Promise<Verdict> {
  let whole: Verdict | undefined;
  const findings: Finding[] = [];
  const red: Setting[] = [];
  const settings = settingsOf(subject, wanted).filter((setting) => testCase.options.settings.includes(setting));
  for (const setting of settings) {
    const known = reference instanceof Recording ? reference.in(setting) : inSetting(reference, setting);
    const verdict = await judge(testCase, inSetting(subject, setting), known);
    whole ??= verdict;
    if (verdict.outcome === 'PASS' || verdict.outcome === 'SKIP') continue;
    red.push(setting);
    const name = setting === 'alone' ? '' : SETTING_NAMES[setting];
    const named = (text: string): string => [name, text].filter((part) => part !== '').join(': ');
    findings.push(...(verdict.findings ?? []).map((finding) => ({ ...finding, where: named(finding.where) })));
    if (red.length === 1) whole = { ...verdict, reason: named(verdict.reason) };
  }
  if (whole === undefined) return { outcome: 'SKIP', reason: 'the runtime has none of its settings' };
  return { ...whole, findings, settings: red };
}

async function judge(testCase: Case, subject: Runtime, reference: Runtime | Recording): Promise<Verdict> {
  const live = reference instanceof Recording ? undefined : reference;
  const known = live ? await runCase(testCase, [live, live]) : [];
  const sides = live
    ? known.map(({ side }) => side)
    : voiceKeys(testCase).map((key) => (reference as Recording).side(key));
  const flaw = known.map((voice) => flawOf(voice)).find((verdict) => verdict !== undefined);
  if (flaw) return { outcome: 'FAIL', reason: `the case itself fails, on the reference: ${flaw.reason}` };
  if (sides.includes(undefined))
    return { outcome: 'FAIL', reason: `the reference has no recorded output: run "record"` };
  const findings: Finding[] = [];
  let verdict: Verdict = { outcome: 'PASS', reason: '' };
  for (const runtimes of combinations(testCase, subject, live)) {
    const voices = await runCase(testCase, runtimes);
    for (const [index, voice] of voices.entries()) {
      // What was cut is not worth comparing, line by line.
      const flooded = voice.execution.flooded !== undefined;
      const differences = flooded ? [] : differencesOf(testCase, sides[index]!, voice.side);
      if (differences.length === 0 && voice.execution.leaked.length === 0 && !flooded) continue;
      const where = testCase.kind === 'single' ? '' : `${place(runtimes)}: the ${index === 0 ? 'server' : 'client'}`;
      findings.push({ where, differences, stderr: voice.execution.stderr.slice(-2000) });
      const next = flawOf(voice) ?? { outcome: 'FAIL', reason: reasonOf(differences) };
      if (verdict.outcome === 'PASS' || verdict.outcome === 'FAIL') verdict = next;
    }
  }
  const rows = testCase.options.table ? countRows(sides[0]!.observation) : 0;
  if (findings.length > 0) return { ...verdict, findings, rows };
  const skipped = sides.find((side) => side!.observation.exit === SKIP_EXIT_CODE);
  return skipped ? { outcome: 'SKIP', reason: lastLine(skipped.observation.stdout) } : { ...verdict, rows };
}

/** What makes a process more than different. */
function flawOf({ execution, runtime, side }: Voice): Verdict | undefined {
  if (execution.timedOut) return { outcome: 'TIMEOUT', reason: `${runtime.adapter.name}: ${side.observation.exit}` };
  if (execution.flooded !== undefined) {
    const megabytes = STREAM_LIMIT >> 20;
    return {
      outcome: 'FAIL',
      reason: `${runtime.adapter.name} wrote more than ${megabytes} MB to ${execution.flooded}, and was stopped`,
    };
  }
  if (execution.leaked.length > 0) {
    return { outcome: 'FAIL', reason: `${runtime.adapter.name} left processes behind: ${execution.leaked.join(', ')}` };
  }
  if (!runtime.adapter.crashed(execution)) return undefined;
  return {
    outcome: 'CRASH',
    reason: `${runtime.adapter.name} broke: ${execution.signal ?? lastLine(execution.stderr)}`,
  };
}

function differencesOf(testCase: Case, reference: Side, subject: Side): Difference[] {
  const judgeSides = testCase.options.table ? compareTables : compare;
  return judgeSides(reference, subject, testCase.options.normalize);
}

function combinations(testCase: Case, subject: Runtime, live: Runtime | undefined): [Runtime, Runtime][] {
  if (testCase.kind === 'single' || !live) return [[subject, subject]];
  return [
    [subject, subject],
    [subject, live],
    [live, subject],
  ];
}

function place([server, client]: readonly [Runtime, Runtime]): string {
  return `server on ${server.adapter.name}, client on ${client.adapter.name}`;
}

function reasonOf(differences: readonly Difference[]): string {
  const named = differences.slice(0, 3).map(({ what }) => what);
  const more = differences.length - named.length;
  return `differs in ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}
