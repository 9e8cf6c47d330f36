import { compare, type Difference, type Side } from '../compare/compare.ts';
import type { Observation } from '../compare/observation.ts';
import { Recording } from '../expectations/recording.ts';
import type { Normalization } from '../normalize/normalize.ts';
import type { Task } from '../run/pool.ts';
import type { Runtime } from '../run/runtime.ts';
import { fileName, performAlone, performPair, type Theatre } from './perform.ts';
import { type Act, meets, type Pair, type Script } from './scripts.ts';
import { VALUES_PROGRAM } from './values.ts';

/** The document's scripts choose no ports for their clients, and one asks for the machine's name. */
export const NORMALIZATIONS: readonly Normalization[] = ['port', 'hostname'];

/** One process of a part, beside what CPython did; undefined where there is nothing to compare with. */
export interface Voice {
  /** The name under which it is recorded. */
  readonly id: string;
  readonly who: 'script' | 'server' | 'client';
  readonly subject: Side;
  readonly runtime: Runtime;
  readonly reference: Side | undefined;
  readonly differences: readonly Difference[];
}

/** A way of running an act. */
export interface Part {
  readonly kind: 'script' | 'as it stands' | 'values' | 'pair';
  readonly voices: readonly Voice[];
}

export interface ActResult {
  readonly act: Act;
  readonly parts: readonly Part[];
}

export interface Cast {
  readonly subject: Runtime;
  /** A CPython that runs here, or recorded outputs of one, or neither. */
  readonly reference: Runtime | Recording | undefined;
}

/** The plain file of a snippet that lacks an import: it ends in a NameError on CPython too. */
export function asItStands(id: string): string {
  return `${id}-as-it-stands`;
}

/** Scripts that use the same port, or are told apart by what the peers saw, must not meet. */
export function actTask(act: Act, cast: Cast, theatre: Theatre): Task<ActResult> {
  if (act.kind === 'pair') return { run: () => playPair(act, cast, theatre) };
  const run = () => playAlone(act, cast, theatre);
  return meets(act.script, 'live') ? { lock: 'peers', run } : { run };
}

async function playAlone(act: Act & { kind: 'alone' }, cast: Cast, theatre: Theatre): Promise<ActResult> {
  const { script } = act;
  const play = (kind: Part['kind'], id: string, args: readonly string[]) =>
    playPart({ kind, id, args, script }, cast, theatre);
  const parts = [await play('script', script.id, [fileName(script.id)])];
  if (script.carried.length > 0) {
    const id = asItStands(script.id);
    parts.push(await play('as it stands', id, [fileName(id)]));
  }
  const { stdout, exit } = parts[0]!.voices[0]!.subject.observation;
  if (stdout === '' && exit === '0') {
    parts.push(await play('values', `${script.id}-values`, ['-c', VALUES_PROGRAM, fileName(script.id)]));
  }
  return { act, parts };
}

interface PartPlan {
  readonly kind: Part['kind'];
  readonly id: string;
  readonly args: readonly string[];
  readonly script: Script;
}

async function playPart(plan: PartPlan, { subject, reference }: Cast, theatre: Theatre): Promise<Part> {
  const perform = async (runtime: Runtime) =>
    sideOf(runtime, await performAlone(runtime, plan.args, theatre, meets(plan.script, 'live')));
  const side = await perform(subject);
  const other =
    reference === undefined || reference instanceof Recording
      ? recordedSide(reference, plan.id, plan.script, theatre)
      : await perform(reference);
  return { kind: plan.kind, voices: [{ id: plan.id, ...voice('script', subject, side, other) }] };
}

/** What was recorded on the stage says nothing about a script that looks for the stage's peers elsewhere. */
function recordedSide(
  recording: Recording | undefined,
  id: string,
  script: Script,
  theatre: Theatre,
): Side | undefined {
  return theatre.stage.missing !== undefined && meets(script, 'any') ? undefined : recording?.side(id);
}

/** All four combinations where there are two runtimes; each is compared with CPython talking to itself. */
async function playPair(act: Act & Pair, { subject, reference }: Cast, theatre: Theatre): Promise<ActResult> {
  const live = reference instanceof Recording ? undefined : reference;
  const [server, client] = live
    ? (await performPair(live, live, act, theatre)).map((observation) => sideOf(live, observation))
    : [act.server, act.client].map((script) =>
        recordedSide(reference as Recording | undefined, script.id, script, theatre),
      );
  const combinations: [Runtime, Runtime][] = live
    ? [
        [subject, subject],
        [subject, live],
        [live, subject],
      ]
    : [[subject, subject]];
  const parts: Part[] = [];
  for (const [first, second] of combinations) {
    const [one, other] = await performPair(first, second, act, theatre);
    const voices = [
      { id: act.server.id, ...voice('server', first, sideOf(first, one!), server) },
      { id: act.client.id, ...voice('client', second, sideOf(second, other!), client) },
    ];
    parts.push({ kind: 'pair', voices });
  }
  return { act, parts };
}

function sideOf(runtime: Runtime, observation: Observation): Side {
  return { observation, dialect: runtime.dialect };
}

function voice(who: Voice['who'], runtime: Runtime, subject: Side, reference: Side | undefined): Omit<Voice, 'id'> {
  const differences = reference ? compare(reference, subject, NORMALIZATIONS) : [];
  return { who, runtime, subject, reference, differences };
}
