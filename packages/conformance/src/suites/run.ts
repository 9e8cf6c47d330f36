import type { KnownDifferences } from '../expectations/known-differences.ts';
import { isRed } from '../outcome.ts';
import type { Pool } from '../run/pool.ts';
import { type Batch, toBatches } from './batches.ts';
import type { TestResult } from './events.ts';
import { classOf, isImplied } from './ids.ts';
import { type Bench, type Listing, listTests, runTests } from './interpreter.ts';
import { type ComparedTest, judgeTest } from './judge.ts';

export interface SuiteResult {
  readonly name: string;
  readonly tests: readonly ComparedTest[];
  /** Every id that both interpreters have, whatever the filters let through. */
  readonly ids: readonly string[];
}

export interface SuitePlan {
  readonly name: string;
  readonly modules: readonly string[];
  readonly benches: Benches;
  readonly known: KnownDifferences;
  /** Which of the tests, and which of the batches. */
  readonly wanted: (id: string) => boolean;
  readonly takes: (batch: number) => boolean;
  /** How often a test that would turn the run red is tried again. */
  readonly retries: number;
  readonly progress: SuiteProgress;
}

export interface Benches {
  readonly reference: Bench;
  readonly subject: Bench;
}

export interface SuiteProgress {
  expect(tests: number): void;
  ended(id: string, runtime: string): void;
}

type Results = ReadonlyMap<string, TestResult>;

/** With more differences than that, something is wrong that another try does not mend. */
const WORTH_A_RETRY = 40;

/** Contract: rejects only when an interpreter cannot be started at all. */
export async function runSuite(plan: SuitePlan, pool: Pool): Promise<SuiteResult> {
  const { benches, modules } = plan;
  const [reference, subject] = await Promise.all([
    pool.run({ run: () => listTests(benches.reference, modules) }),
    pool.run({ run: () => listTests(benches.subject, modules) }),
  ]);
  const batches = toBatches(reference, subject, plan.wanted).filter((_, index) => plan.takes(index));
  plan.progress.expect(batches.reduce((sum, batch) => sum + batch.reference.length + batch.subject.length, 0));
  const results = await runBatches(batches, plan, pool);
  for (const [mine, other, listing] of [
    [results.reference, results.subject, reference],
    [results.subject, results.reference, subject],
  ] as const) {
    addUnloaded(mine, other, listing);
  }
  const whole = plan.takes(0);
  const ids = [...new Set([...results.reference.keys(), ...results.subject.keys()])].filter(
    (id) => !modules.includes(id) || (whole && plan.wanted(id)),
  );
  const tests = ids.map((id) => judgeTest(id, pairOf(results, id), plan.known, false));
  const all = [...idsOf(reference), ...idsOf(subject), ...ids.filter(isImplied)];
  return { name: plan.name, tests: await retry(tests, plan, pool), ids: [...new Set(all)] };
}

interface BothResults {
  readonly reference: Map<string, TestResult>;
  readonly subject: Map<string, TestResult>;
}

function pairOf(results: { readonly reference: Results; readonly subject: Results }, id: string) {
  return { reference: results.reference.get(id), subject: results.subject.get(id) };
}

function idsOf(listing: Listing): string[] {
  return [...[...listing.tests.values()].flat(), ...listing.unloaded.keys()];
}

/**
 * The two interpreters never run the same batch at the same time: some tests use names that the whole machine shares
 * (TestLinuxAbstractNamespace, BasicVSOCKTest).
 */
async function runBatches(
  batches: readonly Batch[],
  { benches, progress }: SuitePlan,
  pool: Pool,
): Promise<BothResults> {
  const results = { reference: new Map<string, TestResult>(), subject: new Map<string, TestResult>() };
  const run = async (side: 'reference' | 'subject', { module, ...ids }: Batch, lock: string) => {
    const bench = benches[side];
    const tell = (id: string) => progress.ended(id, bench.runtime.adapter.name);
    const found = await pool.run({ lock, run: () => runTests(bench, module, ids[side], tell) });
    for (const [id, result] of found) results[side].set(id, worse(results[side].get(id), result));
  };
  const tasks = batches.flatMap((batch) => {
    const lock = `${batch.module} ${classOf(batch.reference[0] ?? batch.subject[0]!)}`;
    return [run('reference', batch, lock), run('subject', batch, lock)];
  });
  await Promise.all(tasks);
  return results;
}

/** The end of the process is the same test in every batch of a module. */
function worse(a: TestResult | undefined, b: TestResult): TestResult {
  return a === undefined || a.status === 'PASS' ? b : a;
}

/** A module that cannot be imported here takes all the tests with it that the other side has run, and counts itself when both lack it. */
function addUnloaded(mine: Map<string, TestResult>, other: Map<string, TestResult>, { unloaded }: Listing): void {
  for (const [module, result] of unloaded) {
    const lost = [...other.keys()].filter((id) => id.startsWith(`${module}.`));
    for (const id of lost.length > 0 ? lost : [module]) mine.set(id, result);
  }
}

/** Contract: what is red only at times is not red, and says that it took another try. */
async function retry(tests: readonly ComparedTest[], plan: SuitePlan, pool: Pool): Promise<readonly ComparedTest[]> {
  let current = tests;
  for (let round = 0; round < plan.retries; round += 1) {
    const red = current.filter((test) => isRed(test.outcome) && test.reference && test.subject && !isImplied(test.id));
    if (red.length === 0 || red.length > WORTH_A_RETRY) break;
    const modules = plan.modules.filter((module) => red.some(({ id }) => id.startsWith(`${module}.`)));
    const batches = modules.map((module) => {
      const ids = red.map(({ id }) => id).filter((id) => id.startsWith(`${module}.`));
      return { module, reference: ids, subject: ids };
    });
    plan.progress.expect(red.length * 2);
    const results = await runBatches(batches, plan, pool);
    const again = new Map(red.map(({ id }) => [id, judgeTest(id, pairOf(results, id), plan.known, true)]));
    current = current.map((test) => {
      const second = again.get(test.id);
      return second && !isRed(second.outcome) ? second : test;
    });
  }
  return current;
}
