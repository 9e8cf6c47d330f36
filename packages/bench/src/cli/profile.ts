import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Session } from '../measure/session.ts';
import { calibrate, warmUp } from '../measure/time.ts';
import { lastSeconds, nameFunctions, parseProfile, profileLines } from '../report/profile.ts';
import { exportedFunctions } from '../report/wasm-names.ts';
import { type Runtime, reference } from '../runtimes.ts';
import { catalog } from '../scenarios/catalog.ts';
import type { Options } from './options.ts';

const WARM_UP_SECONDS = 1.5;
const SECONDS = 3;

/** pysock in Node's main thread, which leaves a profile when the script ends. */
function profiled(file: string, how: string): Runtime {
  const program = fileURLToPath(new URL('./profile-program.ts', import.meta.url));
  return {
    id: 'pysock',
    name: 'pysock',
    command: (args) => ({ exe: process.execPath, args: [program, file, how, ...args] }),
  };
}

/** Contract: 0; throws an Error when there is no such scenario. */
export async function profile(name: string, options: Options): Promise<number> {
  const scenario = catalog.flat().find(({ id, measure }) => id === name && measure === 'time');
  if (scenario === undefined) throw new Error(`no scenario that can be profiled is named ${name}`);
  const file = resolve(`${name}.cpuprofile`);
  rmSync(file, { force: true });
  const runtime = profiled(file, scenario.hasThreads ? 'suspended' : 'plain');
  using session = await Session.open(scenario, runtime, await reference(options.python));
  await warmUp(session, await calibrate(session, WARM_UP_SECONDS / 10), WARM_UP_SECONDS);
  const { seconds } = await session.round(await calibrate(session, SECONDS));
  await session.finish();
  const python = readFileSync(fileURLToPath(import.meta.resolve('pyodide/pyodide.asm.wasm')));
  const whole = nameFunctions(parseProfile(readFileSync(file, 'utf8')), exportedFunctions(python));
  const round = lastSeconds(whole, seconds);
  writeFileSync(file, JSON.stringify(round));
  console.log([...profileLines(round), '', `${name}.cpuprofile`].join('\n'));
  return 0;
}
