import { join } from 'node:path';
import type { Adapter } from '@pysock/runtimes';
import { KnownDifferences, readKnownDifferences, suiteOf } from '../expectations/known-differences.ts';
import { shownPath } from '../files/shown-path.ts';
import { filterOf } from '../glob.ts';
import { lifeless } from '../report/lifeless.ts';
import type { SuiteReport } from '../report/model.ts';
import { compareWithRatchet, readRatchet, writeRatchet } from '../report/ratchet.ts';
import type { Pool } from '../run/pool.ts';
import type { Runtime } from '../run/runtime.ts';
import { type Benches, runSuite, type SuiteProgress, type SuiteResult } from '../suites/run.ts';
import { isOfLoop, LOOP_SUITE, SUITES, suiteModules } from '../suites/suites.ts';
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
  const { options, names, tests, progress } = plan;
  const ratchet = ratchetFor(plan);
  const known = ratchet.other ? plan.known.opened() : plan.known;
  const { shard, retries } = options;
  const wanted = filterOf(options.filter);
  const takes = (batch: number) => !shard || batch % shard.of === shard.index;
  const ofLoop = (module: string) => options.eventLoop === undefined || isOfLoop(module);
  const all = names.map((name) => ({ name, modules: suiteModules(name, tests.source).filter(ofLoop) }));
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
  if (options.command === 'suite' && suites.every((suite) => suite.tests.length === 0)) {
    throw new Error(`no test of ${names.join(', ')} is left by the filters: nothing would run`);
  }
  const problems = [...results.flatMap((result) => result.problems), ...known.unknownSuites(SUITES)];
  const counted = ratchet.apply(suites);
  return { suites, problems: [...problems, ...counted.problems], notes: counted.notes };
}

function benchesOf({ options, reference, subject, tests: { folder } }: SuitesPlan): Benches {
  const limits = { start: options.startLimit, test: options.timeLimit };
  const [setting = 'alone'] = options.setting;
  return {
    reference: { runtime: reference, folder, limits, setting },
    subject: { runtime: subject, folder, limits, setting },
  };
}

/** What is as on CPython needs no traceback in a report. */
function withoutDetail(test: SuiteResult['tests'][number]): SuiteReport['tests'][number] {
  if (test.outcome !== 'PASS' && test.outcome !== 'SKIP') return test;
  const strip = (side: typeof test.reference) => side && { ...side, detail: '' };
  return { ...test, reference: strip(test.reference), subject: strip(test.subject) };
}

interface RatchetUse {
  /** The ratchet and the known differences were made beside another version of CPython, which has other tests. */
  readonly other: boolean;
  apply(suites: readonly SuiteReport[]): { readonly problems: readonly string[]; readonly notes: readonly string[] };
}

/** The ratchet counts whole suites on pysock, beside one version of CPython. */
function ratchetFor({ options, reference, subject }: SuitesPlan): RatchetUse {
  const path = shownPath(join(ownExpectations(), options.eventLoop === undefined ? 'ratchet.json' : LOOP_RATCHET));
  const version = reference.info.python;
  const unused = { other: false, apply: () => ({ problems: [], notes: [] }) };
  if (options.runtime !== undefined) return unused;
  const whole = options.filter.length === 0 && !options.shard;
  if (options.updateRatchet) {
    if (!whole) throw new Error('--update-ratchet counts whole suites: leave -k and --shard out');
    return {
      other: false,
      apply: (suites) => {
        const refusal = lifeless({ cases: [], suites, subject, reference }, options.runtime);
        if (refusal !== undefined) throw new Error(`no counts: ${refusal}`);
        writeRatchet(path, version, suites);
        return { problems: [], notes: [`the counts are in ${path}`] };
      },
    };
  }
  const ratchet = readRatchet(path);
  if (!ratchet)
    return { ...unused, apply: () => ({ problems: [], notes: [`${path} is not there: --update-ratchet writes it`] }) };
  if (ratchet.reference !== version) {
    const note = `${path} and the known differences were made beside CPython ${ratchet.reference}: entries that do not apply here are passed over`;
    return { other: true, apply: () => ({ problems: [], notes: [note] }) };
  }
  if (!whole) return unused;
  const apply = (suites: readonly SuiteReport[]) => {
    const compared = suites.map((suite) => compareWithRatchet(suite, ratchet, path));
    return { problems: compared.flatMap(({ problems }) => problems), notes: compared.flatMap(({ notes }) => notes) };
  };
  return { other: false, apply };
}

/** What is known of the loop that JavaScript drives, beside what is known of pysock. */
const LOOP_RATCHET = 'ratchet-javascript-loop.json';
const LOOP_DIFFERENCES = 'known-differences-javascript-loop.json';

/** The known differences of the suites are pysock's: another runtime brings its own list, or none. */
export function knownOfSuites(
  options: Pick<CommandOptions, 'known' | 'runtime' | 'eventLoop'>,
  adapter: Adapter,
): KnownDifferences {
  if (options.known !== undefined) return readKnownDifferences(options.known, adapter, 'wanted');
  const file = join(ownExpectations(), 'known-differences.json');
  if (options.eventLoop !== undefined) {
    const own = readKnownDifferences(join(ownExpectations(), LOOP_DIFFERENCES), adapter, 'wanted');
    return own.over(readKnownDifferences(file, adapter), ({ id }) => isOfLoop(id) && suiteOf(id) === LOOP_SUITE);
  }
  return options.runtime === undefined ? readKnownDifferences(file, adapter) : new KnownDifferences([], file);
}
