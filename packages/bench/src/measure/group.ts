/** Measures the scenarios of a group on all the runtimes that can run them. */
import { type Lane, type Result, resultOf } from '../results.ts';
import type { Runtime, RuntimeId } from '../runtimes.ts';
import type { Group, Scenario } from '../scenarios/scenario.ts';
import { Session } from './session.ts';
import type { Settings } from './settings.ts';
import { calibrate, type Running, race } from './time.ts';

/** CPython first: it is what the others are compared with, and it runs the peers. */
export type Runtimes = readonly [cpython: Runtime, ...others: Runtime[]];

/** What every scenario runs on; on others it does when it says so. */
const ALWAYS: ReadonlySet<RuntimeId> = new Set(['cpython', 'pysock']);

function lanesOf(scenario: Scenario, runtimes: Runtimes): [Lane, Runtime][] {
  const able = runtimes.filter(({ id }) => ALWAYS.has(id) || scenario.also?.includes(id));
  return able.map((runtime) => [{ scenario, runtime: runtime.id, samples: [] }, runtime]);
}

function failed(lane: Lane, error: unknown): void {
  lane.failure = error instanceof Error ? error.message : String(error);
}

async function measureTime(lanes: readonly (readonly [Lane, Runtime])[], python: Runtime, settings: Settings) {
  using stack = new DisposableStack();
  const operations = new Map<Scenario, number>();
  const running: Running[] = [];
  for (const [lane, runtime] of lanes) {
    try {
      const session = stack.use(await Session.open(lane.scenario, runtime, python));
      const known = lane.scenario.isDissimilar === true ? undefined : operations.get(lane.scenario);
      const count = known ?? (await calibrate(session, settings.roundSeconds));
      operations.set(lane.scenario, count);
      running.push({ lane, session, operations: count });
    } catch (error) {
      failed(lane, error);
    }
  }
  await race(running, settings);
}

async function measureOnce(lane: Lane, runtime: Runtime, python: Runtime): Promise<void> {
  const { measure, operations } = lane.scenario;
  using session = await Session.open(lane.scenario, runtime, python);
  if (measure === 'start') {
    lane.samples.push({ value: session.startSeconds, processor: session.processor() });
    return;
  }
  const atRest = session.memory();
  if (operations === undefined) lane.samples.push({ value: atRest, processor: session.processor() });
  else {
    const { processor } = await session.round(operations);
    lane.samples.push({ value: (session.memory() - atRest) / operations, processor: processor / operations });
  }
}

/** What is measured on a runtime that has just started: each round starts it anew. */
async function measureStarts(lanes: readonly (readonly [Lane, Runtime])[], python: Runtime, rounds: number) {
  for (let round = 0; round <= rounds; round++) {
    for (const [lane, runtime] of lanes) {
      if (lane.failure !== undefined) continue;
      try {
        await measureOnce(lane, runtime, python);
        // The first reads the files from the disk.
        if (round === 0) lane.samples.length = 0;
      } catch (error) {
        failed(lane, error);
      }
    }
  }
}

export async function measureGroup(group: Group, runtimes: Runtimes, settings: Settings): Promise<Result[]> {
  const lanes = group.flatMap((scenario) => lanesOf(scenario, runtimes));
  const [python] = runtimes;
  if (group.every(({ measure }) => measure === 'time')) await measureTime(lanes, python, settings);
  else await measureStarts(lanes, python, settings.rounds);
  return group.map((scenario) => resultOf(lanes.flatMap(([lane]) => (lane.scenario === scenario ? [lane] : []))));
}
