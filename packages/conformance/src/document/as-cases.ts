import { join } from 'node:path';
import { Recording, readRecording } from '../expectations/recording.ts';
import { packageRoot } from '../package-root.ts';
import type { CaseResult } from '../report/model.ts';
import type { Pool } from '../run/pool.ts';
import type { Runtime } from '../run/runtime.ts';
import type { Stage } from '../stage/stage.ts';
import { RECORDED } from './play.ts';
import { type ActResult, actTask, type Part, type Voice } from './run.ts';
import { actScripts, toActs } from './scripts.ts';
import { documentScripts, layOutScripts } from './theatre.ts';

/**
 * The document's scripts as cases of an area of their own: one for each script, however many ways of running it there are.
 * `takes`: whether to run what belongs together, by the ids of its cases.
 */
export async function runDocument(
  subject: Runtime,
  reference: Runtime | Recording,
  stage: Stage,
  pool: Pool,
  takes: (ids: readonly string[], index: number) => boolean,
): Promise<CaseResult[]> {
  const scripts = documentScripts();
  const layout = layOutScripts(scripts);
  const other = reference instanceof Recording ? readRecording(join(packageRoot(), RECORDED)) : reference;
  const play = async (act: ReturnType<typeof toActs>[number]) => {
    const task = actTask(act, { subject, reference: other }, { stage, folder: layout.path });
    return await pool.run({ ...task, run: () => timed(task.run) });
  };
  try {
    const acts = toActs(scripts).filter((act, index) => takes(actScripts(act).map(caseId), index));
    const results = await Promise.all(acts.map(play));
    return results.flatMap(({ result, seconds }) => caseResults(result, seconds));
  } finally {
    layout.remove();
  }
}

function caseId({ id }: { readonly id: string }): string {
  return `document/${id}`;
}

async function timed(run: () => Promise<ActResult>): Promise<{ result: ActResult; seconds: number }> {
  const start = performance.now();
  const result = await run();
  return { result, seconds: Number(((performance.now() - start) / 1000).toFixed(3)) };
}

function caseResults({ act, parts }: ActResult, seconds: number): CaseResult[] {
  return actScripts(act).map((script) => {
    const { id } = script;
    const spoken = parts.flatMap((part) =>
      part.voices.filter((voice) => voice.id === id || voice.id.startsWith(`${id}-`)).map((voice) => ({ part, voice })),
    );
    const findings = spoken.flatMap(({ part, voice }) =>
      voice.differences.length === 0 ? [] : [{ where: place(part, voice), differences: voice.differences, stderr: '' }],
    );
    const compared = spoken.some(({ voice }) => voice.reference !== undefined);
    const reason = findings.length > 0 ? `differs in ${findings[0]!.differences[0]!.what}` : '';
    const verdict = compared
      ? { outcome: 'PASS' as const, reason }
      : { outcome: 'SKIP' as const, reason: 'nothing to compare it with' };
    const outcome = findings.length > 0 ? ('FAIL' as const) : verdict.outcome;
    return { id: caseId(script), area: 'document', ...verdict, outcome, seconds, rows: 0, findings };
  });
}

function place({ kind, voices }: Part, { who, runtime }: Voice): string {
  if (kind !== 'pair') return kind === 'script' ? '' : kind;
  const others = voices.filter((voice) => voice.who !== who);
  return [
    `${who} on ${runtime.adapter.name}`,
    ...others.map((voice) => `${voice.who} on ${voice.runtime.adapter.name}`),
  ].join(', ');
}
