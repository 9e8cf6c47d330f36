import { join } from 'node:path';
import type { Adapter } from '@pysock/runtimes';
import { KnownDifferences, readKnownDifferences } from '../expectations/known-differences.ts';
import type { Recording } from '../expectations/recording.ts';
import { withKnownDifference } from '../outcome.ts';
import type { CaseResult } from '../report/model.ts';
import { type JudgedCase, judgeCase } from '../run/judge.ts';
import type { Pool } from '../run/pool.ts';
import type { Runtime } from '../run/runtime.ts';
import type { Setting } from '../settings.ts';
import type { CommandOptions } from './options.ts';
import type { Selection } from './select.ts';

export interface CasesResult {
  readonly cases: readonly CaseResult[];
  readonly problems: readonly string[];
}

export interface CasesPlan {
  readonly selection: Selection;
  readonly known: KnownDifferences;
  readonly subject: Runtime;
  readonly reference: Runtime | Recording;
  /** Why there is no stage, if there is none. */
  readonly noStage: string | undefined;
  readonly settings: readonly Setting[];
  listen(result: CaseResult): void;
  /** Resolves when no further result is waited for. */
  readonly stop: Promise<void>;
}

/** Contract: rejects only when a runtime cannot be started at all; each case is told in their order. */
export async function runCases(plan: CasesPlan, pool: Pool): Promise<CasesResult> {
  const { selection, known, subject, reference, noStage, settings, listen } = plan;
  const promises = selection.wanted.map((testCase) =>
    pool.run({ run: () => judgeCase(testCase, subject, reference, noStage, settings) }),
  );
  for (const promise of promises) promise.catch(() => undefined);
  const cases: CaseResult[] = [];
  for (const promise of promises) {
    const judged = await Promise.race([promise, plan.stop]);
    if (judged === undefined) break;
    const result = caseResult(judged, known);
    cases.push(result);
    listen(result);
  }
  return { cases, problems: selection.whole ? known.problems(selection.all.map(({ id }) => id)) : [] };
}

function caseResult({ testCase: { id, area }, settings, ...judged }: JudgedCase, known: KnownDifferences): CaseResult {
  const listed = known.find(id);
  const isListed = listed?.settings === undefined || settings.every((setting) => listed.settings?.includes(setting));
  const entry = isListed ? listed : undefined;
  const passes = judged.outcome === 'PASS' && entry?.sometimes;
  const outcome = passes ? 'PASS' : withKnownDifference(judged.outcome, entry !== undefined);
  const seconds = Number(judged.seconds.toFixed(3));
  return { id, area, ...judged, outcome, seconds, reason: known.reasonFor(id, outcome, judged.reason) };
}

/**
 * The known differences of a folder of cases. Those of our own cases are pysock's: another runtime brings its own list,
 * or none.
 */
export function knownOfCases(
  options: Pick<CommandOptions, 'known' | 'runtime' | 'command'>,
  selection: Selection,
  adapter: Adapter,
): KnownDifferences {
  const { known, runtime, command } = options;
  if (known !== undefined) return readKnownDifferences(known, adapter, 'wanted');
  const isOwn = !selection.own || runtime === undefined;
  const name = isOwn ? 'known-differences.json' : 'known-differences-install-socket.json';
  const file = join(selection.expectations, name);
  const isListed = isOwn || (runtime === 'install-socket' && command !== 'table');
  return isListed ? readKnownDifferences(file, adapter) : new KnownDifferences([], file);
}
