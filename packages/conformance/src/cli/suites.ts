import { join } from 'node:path';
import type { Runtime } from '../adapters/runtime.ts';
import { KnownDifferences, readKnownDifferences } from '../expectations/known-differences.ts';
import { compareWithRatchet, readRatchet, writeRatchet } from '../expectations/ratchet.ts';
import { shownPath } from '../files/shown-path.ts';
import { filterOf } from '../glob.ts';
import type { SuiteReport } from '../report/model.ts';
import type { Pool } from '../run/pool.ts';
import { type Benches, runSuite, type SuiteProgress, type SuiteResult } from '../suites/run.ts';
import { SUITES, suiteModules } from '../suites/suites.ts';
import type { TestPackage } from '../suites/test-package.ts';
import type { CommandOptions } from './options.ts';
import { ownExpectations } from './select.ts';

export interface SuitesResult {
  readonly suites: readonly SuiteReport[];
  readonly problems: readonly string[];
  readonly notes: readonly string[];
}

export interface SuitesPlan {
  readonly names: readonly string[];
  readonly options: CommandOptions;
  readonly known: KnownDifferences;
  readonly subject: Runtime;
  readonly reference: Runtime;
  readonly tests: TestPackage;
  readonly progress: SuiteProgress;
  listen(suite: SuiteReport): void;
}

/** Contract: rejects when an interpreter cannot be started, a suite does not exist, or nothing is left to run. */
export async function runSuites(plan: SuitesPlan, pool: Pool): Promise<SuitesResult> {
  const { options, known, names, tests, progress } = plan;
  const { shard, retries } = options;
  const wanted = filterOf(options.filter);
  const takes = (batch: number) => !shard || batch % shard.of === shard.index;
  const all = names.map((name) => ({ name, modules: suiteModules(name, tests.source) }));
  const promises = all.map(async ({ name, modules }) => {
    const result = await runSuite(
      { name, modules, benches: benchesOf(plan), known, wanted, takes, retries, progress },
      pool,
    );
    const suite = { name, tests: result.tests.map(withoutDetail) };
    plan.listen(suite);
    return { suite, problems: known.problems(result.ids, name) };
  });
  const results = await Promise.all(promises);
  const suites = results.map(({ suite }) => suite);
  if (suites.every((suite) => suite.tests.length === 0)) {
    throw new Error(`no test of ${names.join(', ')} is left by the filters: nothing would run`);
  }
  const problems = [...results.flatMap((result) => result.problems), ...known.unknownSuites(SUITES)];
  const ratchet = withRatchet(suites, plan);
  return { suites, problems: [...problems, ...ratchet.problems], notes: ratchet.notes };
}

function benchesOf({ options: { timeLimit }, reference, subject, tests: { folder } }: SuitesPlan): Benches {
  return { reference: { runtime: reference, folder, timeLimit }, subject: { runtime: subject, folder, timeLimit } };
}

/** What is as on CPython needs no traceback in a report. */
function withoutDetail(test: SuiteResult['tests'][number]): SuiteReport['tests'][number] {
  if (test.outcome !== 'PASS' && test.outcome !== 'SKIP') return test;
  const strip = (side: typeof test.reference) => side && { ...side, detail: '' };
  return { ...test, reference: strip(test.reference), subject: strip(test.subject) };
}

/** The ratchet counts whole suites on pysock; another version of CPython has other tests. */
function withRatchet(suites: readonly SuiteReport[], plan: SuitesPlan): { problems: string[]; notes: string[] } {
  const { options, reference } = plan;
  if (options.filter.length > 0 || options.shard || options.runtime !== undefined) return { problems: [], notes: [] };
  const path = shownPath(join(ownExpectations(), 'ratchet.json'));
  const version = reference.info.python;
  if (options.updateRatchet) {
    writeRatchet(path, version, suites);
    return { problems: [], notes: [`the counts are in ${path}`] };
  }
  const ratchet = readRatchet(path);
  if (ratchet?.reference !== version) {
    const whose = ratchet ? `is that of CPython ${ratchet.reference}` : 'is not there';
    return { problems: [], notes: [`${path} ${whose}: no counts to compare with`] };
  }
  const compared = suites.map((suite) => compareWithRatchet(suite, ratchet, path));
  return { problems: compared.flatMap(({ problems }) => problems), notes: compared.flatMap(({ notes }) => notes) };
}

/** The known differences of the suites are pysock's: another runtime brings its own list, or none. */
export function knownOfSuites(options: Pick<CommandOptions, 'known' | 'runtime'>): KnownDifferences {
  if (options.known !== undefined) return readKnownDifferences(options.known, 'wanted');
  const file = join(ownExpectations(), 'known-differences.json');
  return options.runtime === undefined ? readKnownDifferences(file) : new KnownDifferences([], file);
}
