import { join } from 'node:path';
import { cpython, findCPython, loadAdapter } from '@pysock/runtimes';
import { normalizeObservation } from '../compare/compare.ts';
import type { Observation } from '../compare/observation.ts';
import { type Recording, readRecording, writeRecording } from '../expectations/recording.ts';
import { packageRoot } from '../package-root.ts';
import { paintFor } from '../report/paint.ts';
import { runPool } from '../run/pool.ts';
import { openRuntime, type Runtime } from '../run/runtime.ts';
import type { Stage } from '../stage/stage.ts';
import type { PlayOptions } from './options.ts';
import { actBody, actHead, type Page } from './playbill.ts';
import { type ActResult, actTask, type Cast, NORMALIZATIONS } from './run.ts';
import { type Act, actScripts, toActs } from './scripts.ts';
import { prologue, summary } from './summary.ts';
import { documentScripts, layOutScripts } from './theatre.ts';

export const RECORDED = 'expectations/recorded/document.json';

/** Plays the document. Contract: 0 when everything was as on CPython, 1 when not. Throws an Error when it cannot start. */
export async function playDocument(options: PlayOptions, stage: Stage): Promise<number> {
  const scripts = documentScripts();
  const layout = layOutScripts(scripts);
  try {
    const theatre = { stage, folder: layout.path };
    const acts = toActs(scripts);
    const cast = await castFor(options);
    const results = runPool(
      acts.map((act) => actTask(act, cast, theatre)),
      options.jobs,
    );
    if (options.record) return await record(await Promise.all(results), cast.subject, stage);
    if (options.json) return printJson(await Promise.all(results));
    return await show(acts, results, cast, stage);
  } finally {
    layout.remove();
  }
}

async function castFor(options: PlayOptions): Promise<Cast> {
  const python = options.recorded ? undefined : await findCPython(options.python);
  if (options.record) {
    if (python === undefined) throw new Error('there is no CPython to record: name one with --python');
    return { subject: await openRuntime(cpython(python)), reference: undefined };
  }
  const [subject, reference] = await Promise.all([
    openRuntime(await loadAdapter(options.runtime)),
    python === undefined ? readRecording(join(packageRoot(), RECORDED)) : openRuntime(cpython(python)),
  ]);
  return { subject, reference };
}

async function show(
  acts: readonly Act[],
  results: readonly Promise<ActResult>[],
  cast: Cast,
  stage: Stage,
): Promise<number> {
  const page: Page = {
    width: Math.min(Math.max(process.stdout.columns ?? 80, 60), 100),
    paint: paintFor(process.stdout),
    labels: { subject: cast.subject.label, reference: referenceLabel(cast.reference) },
  };
  const print = (lines: readonly string[]) => process.stdout.write(lines.map((line) => `${line}\n`).join(''));
  print(prologue(stage, page));
  const played: ActResult[] = [];
  const last = Math.max(...acts.flatMap((act) => actScripts(act).map(({ snippet }) => snippet.number)));
  for (const [index, act] of acts.entries()) {
    print(actHead(act, last, page));
    const result = await results[index]!;
    print(actBody(result, page));
    played.push(result);
  }
  print(summary(played, page));
  return exitCode(played);
}

function referenceLabel(reference: Runtime | Recording | undefined): string {
  return reference?.label ?? 'CPython';
}

function exitCode(results: readonly ActResult[]): number {
  return results.some(({ parts }) => parts.some(({ voices }) => voices.some((voice) => voice.differences.length > 0)))
    ? 1
    : 0;
}

function printJson(results: readonly ActResult[]): number {
  const voices = results.flatMap(({ parts }) => parts.flatMap((part) => part.voices.map((voice) => ({ part, voice }))));
  const rows = voices.map(({ part, voice }) => ({
    id: voice.id,
    kind: part.kind,
    who: voice.who,
    runtimes: part.voices.map(({ runtime }) => runtime.adapter.name),
    observation: voice.subject.observation,
    compared: voice.reference !== undefined,
    differences: voice.differences,
  }));
  process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
  return exitCode(results);
}

async function record(results: readonly ActResult[], runtime: Runtime, stage: Stage): Promise<number> {
  if (stage.missing !== undefined) throw new Error(`recording needs the stage: ${stage.missing}`);
  const observations = new Map<string, Observation>();
  for (const { id, subject } of results.flatMap(({ parts }) => parts.flatMap(({ voices }) => voices))) {
    observations.set(id, normalizeObservation(subject, NORMALIZATIONS));
  }
  writeRecording(join(packageRoot(), RECORDED), runtime.info, observations);
  process.stdout.write(`${runtime.label}: ${observations.size} outputs recorded in ${RECORDED}\n`);
  return 0;
}
