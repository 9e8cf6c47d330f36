import { join } from 'node:path';
import { loadAdapter } from '../adapters/load.ts';
import { openRuntime } from '../adapters/runtime.ts';
import { checkKnownDifferences, readKnownDifferences } from '../expectations/known-differences.ts';
import { isRed, withKnownDifference } from '../outcome.ts';
import { jsonReport } from '../report/json.ts';
import { paintFor } from '../report/paint.ts';
import { caseLines, progressLine, summaryLines } from '../report/terminal.ts';
import { type CaseResult, judgeCase } from '../run/judge.ts';
import { runPool } from '../run/pool.ts';
import type { Stage } from '../stage/stage.ts';
import type { CommandOptions } from './options.ts';
import { chooseReference } from './reference.ts';
import { select } from './select.ts';

export function listCases(options: CommandOptions): number {
  process.stdout.write(
    select(options)
      .wanted.map(({ id }) => `${id}\n`)
      .join(''),
  );
  return 0;
}

/** Contract: 0 when every case is as on CPython but for the known differences, else 1; "nothing ran" is an Error. */
export async function runCases(options: CommandOptions, stage: Stage): Promise<number> {
  const { all, wanted, expectations } = select(options);
  const known = readKnownDifferences(join(expectations, 'known-differences.json'));
  checkKnownDifferences(known, all);
  const subject = await openRuntime(await loadAdapter(options.runtime));
  const reference = await chooseReference(options, subject, expectations);
  const listed = new Set(known.map((entry) => entry.case));
  const tasks = wanted.map((testCase) => ({
    run: async () => {
      const result = await judgeCase(testCase, subject, reference, stage.missing);
      return { ...result, outcome: withKnownDifference(result.outcome, listed.has(testCase.id)) };
    },
  }));
  const paint = paintFor(process.stdout);
  const plain = options.report !== 'json';
  if (plain) process.stdout.write(`${subject.label} beside ${reference.label}: ${wanted.length} cases\n`);
  const results: CaseResult[] = [];
  for (const promise of runPool(tasks, options.jobs)) {
    results.push(await promise);
    const lines = caseLines(results.at(-1)!, paint);
    if (plain)
      process.stdout.write(
        `${progressLine(results.length, wanted.length)}${lines.map((line) => `${line}\n`).join('')}`,
      );
  }
  if (plain)
    process.stdout.write(
      summaryLines(results, paint)
        .map((line) => `${line}\n`)
        .join(''),
    );
  else process.stdout.write(jsonReport(results, subject, reference));
  return results.some(({ outcome }) => isRed(outcome)) ? 1 : 0;
}
