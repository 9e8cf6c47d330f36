import type { Runtime } from '../run/runtime.ts';
import type { Setting } from '../settings.ts';
import type { HarnessEvent, TestResult } from './events.ts';
import { type Ending, type Limits, runHarness } from './harness.ts';
import { classOf, fixtureOf, moduleEnd } from './ids.ts';

/** An interpreter, the tests and the limits on both. */
export interface Bench {
  readonly runtime: Runtime;
  /** The folder in which the package `test` lies. */
  readonly folder: string;
  readonly limits: Limits;
  readonly setting: Setting;
}

export interface Listing {
  readonly tests: ReadonlyMap<string, readonly string[]>;
  /** Modules that cannot be imported, or say that they are not for this interpreter. */
  readonly unloaded: ReadonlyMap<string, TestResult>;
}

/** How often a process that broke is followed by another one with the tests that are left. */
const RESTARTS = 8;

/** After so many hangs in a class, or breaks between its tests, the rest of it is given up: a hang costs time. */
const PATIENCE = 3;

const DETAIL = 4000;

/**
 * Contract: every module is in one of the two, whatever happens to the process that imports it; rejects when the
 * interpreter does not even come so far as to run the harness.
 */
export async function listTests(bench: Bench, modules: readonly string[]): Promise<Listing> {
  const tests = new Map<string, readonly string[]>();
  const unloaded = new Map<string, TestResult>();
  const left = () => modules.filter((module) => !tests.has(module) && !unloaded.has(module));
  while (left().length > 0) {
    let current = left()[0]!;
    const ending = await runPlan(bench, left(), null, (event) => {
      if (event.event === 'module') current = event.module;
      if (event.event === 'loaded') tests.set(event.module, event.tests);
      if (event.event === 'unloaded') unloaded.set(event.module, unloadedResult(event));
    });
    if (ending.hung && !ending.heard) throw new Error(notReady(bench));
    if (!ending.done) unloaded.set(current, lossOf(ending, bench));
  }
  return { tests, unloaded };
}

/**
 * Runs tests of one module in one process, or in several when one breaks. That costs the test that was running, or the class
 * whose turn it was. Contract: a result for each of the ids, and for what else went wrong.
 */
export async function runTests(
  bench: Bench,
  module: string,
  ids: readonly string[],
  listen: (id: string) => void = () => undefined,
): Promise<Map<string, TestResult>> {
  const results = new Map<string, TestResult>();
  const left = () => ids.filter((id) => !results.has(id));
  const broken: string[] = [];
  for (let restarts = 0; left().length > 0; restarts += 1) {
    const { ending, running } = await runProcessOfTests(bench, module, left(), results, listen);
    const loss = lossOf(ending, bench);
    if (ending.done) {
      for (const id of left()) results.set(id, { status: 'FAIL', reason: 'it was not run', detail: '', seconds: 0 });
    }
    const isTroubledAtEnd = ending.done ? isTroubled(ending, bench) : running === undefined && left().length === 0;
    if (isTroubledAtEnd) results.set(moduleEnd(module), loss);
    if (ending.done) continue;
    const className = classOf(running ?? left()[0] ?? '');
    if (ending.hung || running === undefined) broken.push(className);
    if (running !== undefined) results.set(running, loss);
    const isGivenUp = broken.filter((name) => name === className).length >= PATIENCE;
    for (const id of left().filter((other) => restarts === RESTARTS || (isGivenUp && classOf(other) === className))) {
      results.set(id, { ...loss, reason: `not reached: ${loss.reason}` });
    }
  }
  return results;
}

/** Contract: the results of all tests that ended are added; `running` is the one that was running when the process ended. */
async function runProcessOfTests(
  bench: Bench,
  module: string,
  ids: readonly string[],
  results: Map<string, TestResult>,
  listen: (id: string) => void,
): Promise<{ ending: Ending; running: string | undefined }> {
  let running: string | undefined;
  const ending = await runPlan(bench, [module], ids, (event) => {
    if (event.event === 'start') running = event.id;
    if (event.event === 'unloaded') for (const id of ids) results.set(id, unloadedResult(event));
    if (event.event !== 'end') return;
    running = undefined;
    for (const id of idsOf(event.id, ids)) results.set(id, resultOf(event));
    listen(event.id);
  });
  return { ending, running };
}

function notReady({ runtime, limits }: Bench): string {
  return `${runtime.label} was not ready for its first test in ${limits.start} s: raise --start-limit, use fewer --jobs, or start it by hand to see what it does`;
}

function runPlan(
  { runtime, folder, limits, setting }: Bench,
  modules: readonly string[],
  tests: readonly string[] | null,
  listen: (event: HarnessEvent) => void,
): Promise<Ending> {
  return runHarness(runtime, { package: folder, modules, tests, setting }, limits, listen);
}

/** A fixture that fails or skips does so for all tests of its class or module; that of the end counts by itself. */
function idsOf(id: string, all: readonly string[]): string[] {
  const fixture = fixtureOf(id);
  if (fixture === undefined) return [id];
  return fixture.when === 'start' ? all.filter((other) => other.startsWith(`${fixture.owner}.`)) : [fixture.id];
}

function resultOf({ status, reason, detail, ...rest }: Omit<TestResult, 'seconds'> & { seconds?: number }): TestResult {
  return { status, reason, detail, seconds: rest.seconds ?? 0 };
}

function unloadedResult(event: Extract<HarnessEvent, { event: 'unloaded' }>): TestResult {
  const result = resultOf(event);
  return event.status === 'SKIP'
    ? result
    : { ...result, reason: `${event.module} cannot be imported: ${event.reason}` };
}

/** After its last test a process has nothing left to do but to end. */
function isTroubled({ execution, hung }: Ending, { runtime }: Bench): boolean {
  return (
    hung !== undefined || execution.exitCode !== 0 || execution.leaked.length > 0 || runtime.adapter.crashed(execution)
  );
}

function lossOf({ execution, hung }: Ending, { limits }: Bench): TestResult {
  const { stdout, stderr, signal, exitCode, leaked, seconds } = execution;
  const detail = `${stdout}${stderr}`.trimEnd().slice(-DETAIL);
  if (hung === 'start') return { status: 'TIMEOUT', reason: `no test began in ${limits.start} s`, detail, seconds };
  if (hung) return { status: 'TIMEOUT', reason: `no end in ${limits.test} s`, detail, seconds };
  if (leaked.length > 0 && exitCode === 0) {
    return { status: 'FAIL', reason: `processes were left behind: ${leaked.join(', ')}`, detail, seconds };
  }
  const last = stderr.trimEnd().split('\n').at(-1) ?? '';
  return {
    status: 'CRASH',
    reason: `the process ended (${signal ?? `exit code ${exitCode}`}) ${last}`.trim(),
    detail,
    seconds,
  };
}
