import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { cpython, findCPython } from '@pysock/runtimes';
import { normalizeObservation } from '../compare/compare.ts';
import type { Observation } from '../compare/observation.ts';
import type { Case } from '../discover/discover.ts';
import { keyIn, readRecording, writeRecording } from '../expectations/recording.ts';
import { runCase, voiceKeys } from '../run/case.ts';
import { runPool } from '../run/pool.ts';
import { openRuntime } from '../run/runtime.ts';
import { inSetting } from '../run/settings.ts';
import { SETTINGS } from '../settings.ts';
import type { Stage } from '../stage/stage.ts';
import type { CommandOptions } from './options.ts';
import { RECORDED_CASES } from './reference.ts';
import { select } from './select.ts';

/** Records what CPython does in every case. Contract: throws an Error when a case does not end or leaves a process behind. */
export async function recordCases(options: CommandOptions, stage: Stage): Promise<number> {
  if (stage.missing !== undefined) throw new Error(`recording needs the stage: ${stage.missing}`);
  const [{ wanted, expectations } = noFolder(), ...more] = select({ ...options, shard: undefined });
  if (more.length > 0) throw new Error('record wants one folder of cases at a time');
  const python = await findCPython(options.python);
  if (python === undefined) throw new Error('there is no CPython to record: name one with --python');
  const runtime = await openRuntime(cpython(python));
  const path = join(expectations, RECORDED_CASES);
  const observations = options.filter.length > 0 ? recordedBefore(path, wanted) : new Map<string, Observation>();
  const tasks = wanted.flatMap((testCase) =>
    testCase.options.settings.map((setting) => ({
      run: async () => {
        const placed = inSetting(runtime, setting);
        return { testCase, setting, voices: await runCase(testCase, [placed, placed]) };
      },
    })),
  );
  let count = 0;
  for (const { testCase, setting, voices } of await Promise.all(runPool(tasks, options.jobs))) {
    for (const { key, side, execution } of voices) {
      if (execution.timedOut || execution.leaked.length > 0) {
        throw new Error(
          `${testCase.id} ${execution.timedOut ? 'does not end' : 'leaves a process behind'} on ${runtime.label}`,
        );
      }
      const observation = normalizeObservation(side, testCase.options.normalize);
      if (setting !== 'alone' && isDeepStrictEqual(observation, observations.get(key))) continue;
      observations.set(keyIn(setting, key), observation);
      count++;
    }
  }
  writeRecording(path, runtime.info, observations);
  process.stdout.write(`${runtime.label}: ${count} outputs recorded in ${path}\n`);
  return 0;
}

/** What stays of a recording of which a part is made anew. */
function recordedBefore(path: string, wanted: readonly Case[]): Map<string, Observation> {
  if (!existsSync(path)) return new Map();
  const anew = new Set(
    wanted.flatMap((testCase) => SETTINGS.flatMap((setting) => voiceKeys(testCase).map((key) => keyIn(setting, key)))),
  );
  return new Map(Object.entries(readRecording(path).observations).filter(([key]) => !anew.has(key)));
}

function noFolder(): never {
  throw new Error('there is no folder of cases to record');
}
