import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Session } from '../measure/session.ts';
import { calibrate } from '../measure/time.ts';
import { profileLines } from '../report/profile.ts';
import { cpython, findCPython } from '../runtimes/cpython.ts';
import type { Runtime } from '../runtimes/runtime.ts';
import { catalog } from '../scenarios/catalog.ts';
import type { Options } from './options.ts';

const SECONDS = 3;

/** pysock in Node's main thread, which leaves a profile when the script ends. */
function profiled(file: string): Runtime {
  const program = fileURLToPath(new URL('./profile-program.ts', import.meta.url));
  return {
    id: 'pysock',
    name: 'pysock',
    command: (script, args) => ({ exe: process.execPath, args: [program, file, script, ...args] }),
  };
}

/** Contract: 0; throws an Error when there is no such scenario. */
export async function profile(name: string, options: Options): Promise<number> {
  const scenario = catalog.flat().find(({ id, measure }) => id === name && measure === 'time');
  if (scenario === undefined) throw new Error(`no scenario that can be profiled is named ${name}`);
  const file = resolve(`${name}.cpuprofile`);
  using session = await Session.open(scenario, profiled(file), cpython(findCPython(options.python)));
  const operations = await calibrate(session, 1);
  await session.round(operations * SECONDS);
  await session.finish();
  console.log([...profileLines(JSON.parse(readFileSync(file, 'utf8'))), '', `${name}.cpuprofile`].join('\n'));
  return 0;
}
