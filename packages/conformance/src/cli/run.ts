import { writeFileSync } from 'node:fs';
import type { Adapter } from '../adapters/adapter.ts';
import { loadAdapter } from '../adapters/load.ts';
import { openRuntime, type Runtime } from '../adapters/runtime.ts';
import { runDocument } from '../document/as-cases.ts';
import { Recording } from '../expectations/recording.ts';
import { formatReport } from '../report/formats.ts';
import type { Report, SuiteReport } from '../report/model.ts';
import { type Paint, paintFor } from '../report/paint.ts';
import { type Progress, progressFor, SILENT } from '../report/progress.ts';
import { caseLines, summaryLines, testLines } from '../report/terminal.ts';
import { isRedReport } from '../report/totals.ts';
import { Pool } from '../run/pool.ts';
import type { Stage } from '../stage/stage.ts';
import { SUITES } from '../suites/suites.ts';
import { openTestPackage } from '../suites/test-package.ts';
import { knownOfCases, runCases } from './cases.ts';
import type { CommandOptions } from './options.ts';
import { aboutReference, chooseReference, requireCPython } from './reference.ts';
import { ownExpectations, type Selection, select } from './select.ts';
import { knownOfSuites, runSuites } from './suites.ts';

/** What a command runs. */
export interface Parts {
  readonly selections: readonly Selection[];
  readonly document: boolean;
  readonly suites: readonly string[];
}

export function partsOf(options: CommandOptions): Parts {
  const { command, names } = options;
  if (command === 'run') return { selections: select(options), document: false, suites: [] };
  if (command === 'suite') return { selections: [], document: false, suites: names.length > 0 ? names : SUITES };
  const suites = names.length > 0 ? names : ['test_socket'];
  return { selections: select({ ...options, names: [] }), document: true, suites };
}

/** Contract: 0 when everything is as on CPython but for the known differences, else 1; "nothing ran" is an Error. */
export async function runCommand(options: CommandOptions, stage: Stage): Promise<number> {
  const paint = paintFor(process.stdout);
  const toTerminal = options.report.every(({ file }) => file !== undefined);
  const progress = toTerminal ? progressFor(process.stdout, paint) : SILENT;
  const report = await compareRuntimes(partsOf(options), options, stage, await loadAdapter(options.runtime), {
    progress,
    paint,
  });
  progress.print(summaryLines(report, paint));
  for (const { format, file } of options.report) {
    if (file === undefined) process.stdout.write(formatReport(report, format));
    else writeFileSync(file, formatReport(report, format));
    if (file !== undefined) progress.print([paint('dim', `${format}: ${file}`)]);
  }
  return isRedReport(report) ? 1 : 0;
}

interface Screen {
  readonly progress: Progress;
  readonly paint: Paint;
}

export async function compareRuntimes(
  parts: Parts,
  options: CommandOptions,
  stage: Stage,
  adapter: Adapter,
  { progress, paint }: Screen,
): Promise<Report> {
  const start = performance.now();
  const pool = new Pool(options.jobs);
  const subject = await openRuntime(adapter);
  const knownSuites = knownOfSuites(options);
  const [{ expectations } = { expectations: ownExpectations() }] = parts.selections;
  const reference = await (parts.suites.length > 0 && !options.recorded
    ? requireCPython(options, subject)
    : chooseReference(options, subject, expectations));
  const notes: string[] = [];
  const suites = reference instanceof Recording ? [] : parts.suites;
  if (suites.length < parts.suites.length) {
    if (parts.selections.length === 0) throw new Error('test suites have no recorded outputs: leave --recorded out');
    notes.push(`${parts.suites.join(', ')} did not run: it has no recorded outputs`);
  }
  progress.print([`${subject.label} beside ${reference.label}`]);
  if (stage.missing !== undefined) notes.push(`on this machine's own network: ${stage.missing}`);

  const caseParts = parts.selections.map((selection) => {
    progress.expect(selection.wanted.length);
    return runCases(
      {
        selection,
        known: knownOfCases(options, selection),
        subject,
        reference,
        noStage: stage.missing,
        listen: (result) => {
          progress.ended(result.id);
          progress.print(caseLines(result, paint));
        },
      },
      pool,
    );
  });
  const documentPart = parts.document ? runDocument(subject, reference, stage, pool) : Promise.resolve([]);
  const suitePart =
    suites.length > 0 ? compareSuites(suites) : Promise.resolve({ suites: [], problems: [], notes: [] });
  const results = await Promise.all([Promise.all(caseParts), documentPart, suitePart]);
  progress.finish();
  const [cases, document, tested] = results;
  progress.print(document.flatMap((result) => caseLines(result, paint)));
  return {
    format: 'pysock-conformance 1',
    subject: { label: subject.label, python: subject.info.python, platform: subject.info.platform },
    reference: aboutReference(reference),
    node: process.version,
    seconds: Math.round((performance.now() - start) / 100) / 10,
    cases: [...cases.flatMap((part) => part.cases), ...document],
    suites: tested.suites,
    problems: [...cases.flatMap((part) => part.problems), ...tested.problems],
    notes: [...notes, ...tested.notes],
  };

  async function compareSuites(names: readonly string[]) {
    const tests = await openTestPackage(reference as Runtime);
    const listen = ({ name, tests: results }: SuiteReport) => {
      progress.print([
        ...results.flatMap((test) => testLines(test, paint)),
        paint('dim', `${name}: ${results.length} tests`),
      ]);
    };
    const ended = (id: string, runtime: string) => progress.ended(`${id} (${runtime})`);
    try {
      const suitePlan = { names, options, known: knownSuites, subject, reference: reference as Runtime, tests, listen };
      return await runSuites({ ...suitePlan, progress: { expect: progress.expect, ended } }, pool);
    } finally {
      tests.remove();
    }
  }
}
