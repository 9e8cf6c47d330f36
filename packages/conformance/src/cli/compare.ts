import type { Adapter } from '@pysock/runtimes';
import { runDocument } from '../document/as-cases.ts';
import { Recording } from '../expectations/recording.ts';
import { filterOf } from '../glob.ts';
import type { CaseResult, Report, SuiteReport } from '../report/model.ts';
import type { Paint } from '../report/paint.ts';
import type { Progress } from '../report/progress.ts';
import { caseLines, testLines } from '../report/terminal.ts';
import { Pool } from '../run/pool.ts';
import { openRuntime, type Runtime } from '../run/runtime.ts';
import { SETTINGS } from '../settings.ts';
import type { Stage } from '../stage/stage.ts';
import { openTestPackage } from '../suites/test-package.ts';
import { knownOfCases, runCases } from './cases.ts';
import type { CommandOptions } from './options.ts';
import type { Parts } from './parts.ts';
import { aboutReference, chooseReference, requireCPython } from './reference.ts';
import { nothingLeft, ownExpectations } from './select.ts';
import { knownOfSuites, runSuites, type SuitesResult } from './suites.ts';

export interface Screen {
  readonly progress: Progress;
  readonly paint: Paint;
  /** What differs is printed as it is found. */
  readonly verbose: boolean;
}

interface Run {
  readonly parts: Parts;
  readonly options: CommandOptions;
  readonly stage: Stage;
  readonly screen: Screen;
  readonly subject: Runtime;
  readonly reference: Runtime | Recording;
  readonly pool: Pool;
  /** Resolves at Ctrl-C. */
  readonly stop: Promise<void>;
}

/** Contract: rejects when a runtime does not start, an option does not fit, or nothing ran. */
export async function compareRuntimes(
  parts: Parts,
  options: CommandOptions,
  stage: Stage,
  adapter: Adapter,
  screen: Screen,
): Promise<Report> {
  const start = performance.now();
  const subject = await openRuntime(adapter);
  const reference = await referenceFor(parts, options, subject);
  let isStopped = false;
  const stop = new Promise<void>((resolve) => {
    stage.interrupt = () => {
      isStopped = true;
      resolve();
    };
  });
  const run = { parts, options, stage, screen, subject, reference, pool: new Pool(options.jobs), stop };
  screen.progress.print([`${subject.label} beside ${reference.label}`]);
  const results = await Promise.all([compareCases(run), compareDocument(run), compareSuites(run)]).finally(
    screen.progress.finish,
  );
  const [selected, document, tested] = results;
  const cases = [...selected.flatMap((part) => part.cases), ...document];
  if (!isStopped && cases.length === 0 && tested.suites.every(({ tests }) => tests.length === 0)) {
    throw new Error(`no case and no test ${nothingLeft(options)}`);
  }
  const where = stage.missing === undefined ? [] : [`on this machine's own network: ${stage.missing}`];
  return {
    format: 'pysock-conformance 1',
    subject: { label: subject.label, python: subject.info.python, platform: subject.info.platform },
    reference: aboutReference(reference),
    node: process.version,
    seconds: Math.round((performance.now() - start) / 100) / 10,
    again: againOf(options),
    cases,
    suites: tested.suites,
    problems: isStopped
      ? ['stopped by Ctrl-C: this is what had been done by then']
      : [...selected.flatMap((part) => part.problems), ...tested.problems],
    notes: [...where, ...tested.notes],
  };
}

/** What decides how a case or test runs. */
function againOf(options: CommandOptions): Report['again'] {
  const { command, names, runtime, eventLoop, known, python, recorded, setting, stage } = options;
  const given = (name: string, value: string | undefined): string[] => (value === undefined ? [] : [name, value]);
  return {
    paths: command === 'run' ? names : [],
    options: [
      ...given('--runtime', runtime),
      ...given('--event-loop', eventLoop),
      ...given('--known', known),
      ...given('--python', python),
      ...(recorded ? ['--recorded'] : []),
      ...setting.flatMap((name) => ['--setting', name]),
      ...(stage ? [] : ['--no-stage']),
    ],
  };
}

/** Suites need a CPython that runs; what else there is can do with recorded outputs. */
async function referenceFor(parts: Parts, options: CommandOptions, subject: Runtime): Promise<Runtime | Recording> {
  if (parts.suites.length > 0 && !options.recorded) return requireCPython(options, subject);
  if (parts.selections.length === 0) throw new Error('test suites have no recorded outputs: leave --recorded out');
  return chooseReference(options, subject, parts.selections[0]?.expectations ?? ownExpectations());
}

function compareCases({ parts, options, stage, screen, subject, reference, pool, stop }: Run) {
  const { progress, paint, verbose } = screen;
  const listen = (result: CaseResult) => {
    progress.ended(result.id);
    if (verbose) progress.print(caseLines(result, paint));
  };
  return Promise.all(
    parts.selections.map((selection) => {
      progress.expect(selection.wanted.length);
      const known = knownOfCases(options, selection, subject.adapter);
      const settings = options.setting.length > 0 ? options.setting : SETTINGS;
      return runCases({ selection, known, subject, reference, noStage: stage.missing, settings, listen, stop }, pool);
    }),
  );
}

async function compareDocument({
  parts,
  options,
  stage,
  screen,
  subject,
  reference,
  pool,
  stop,
}: Run): Promise<CaseResult[]> {
  if (!parts.document) return [];
  const wants = filterOf(options.filter);
  const takes = (ids: readonly string[], index: number) =>
    ids.some(wants) && (!options.shard || index % options.shard.of === options.shard.index);
  const results = await Promise.race([runDocument(subject, reference, stage, pool, takes), stop.then(() => [])]);
  if (screen.verbose) screen.progress.print(results.flatMap((result) => caseLines(result, screen.paint)));
  return results;
}

async function compareSuites({ parts, options, screen, subject, reference, pool, stop }: Run): Promise<SuitesResult> {
  const { suites: names } = parts;
  if (names.length === 0) return { suites: [], problems: [], notes: [] };
  if (reference instanceof Recording) {
    return {
      suites: [],
      problems: [],
      notes: [`${names.join(', ')} did not run: there are no recorded outputs of suites`],
    };
  }
  const { progress, paint, verbose } = screen;
  const known = knownOfSuites(options, subject.adapter);
  const done: SuiteReport[] = [];
  const listen = (suite: SuiteReport) => {
    const { name, tests: results } = suite;
    done.push(suite);
    const lines = verbose ? results.flatMap((test) => testLines(test, paint)) : [];
    progress.print([...lines, paint('dim', `${name}: ${results.length} tests`)]);
  };
  const tests = await openTestPackage(reference);
  try {
    const tell = { expect: progress.expect, ended: (id: string, who: string) => progress.ended(`${id} (${who})`) };
    const all = runSuites({ names, options, known, subject, reference, tests, progress: tell, listen }, pool);
    return await Promise.race([all, stop.then(() => ({ suites: done, problems: [], notes: [] }))]);
  } finally {
    tests.remove();
  }
}
