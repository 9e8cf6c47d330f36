/** A program that uses a package, on two runtimes. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Adapter, runProcess } from '@pysock/runtimes';
import { type Environment, install, packageFolder, versionOf, virtualEnvironment } from './environment.ts';
import type { Program } from './programs.ts';

/** Seconds. */
const LIMIT = 180;
const FOLDER = resolve(import.meta.dirname, '..', 'exchanges');

export interface Outcome {
  readonly name: string;
  /** What was installed on the runtime; undefined where that failed. */
  readonly version: string | undefined;
  /** Why it is not as on CPython; undefined where it is. */
  readonly difference: string | undefined;
}

export function scriptOf(name: string): string {
  return join(FOLDER, `${name}-exchange.py`);
}

/** What the exchange does, by the first line of its script: `"""name: what it does."""` */
export function descriptionOf(name: string): string {
  const [first = ''] = readFileSync(scriptOf(name), 'utf8').split('\n');
  return first.replace(/^"""[^:]*: /, '').replace(/\.?"""$/, '');
}

interface Attempt {
  readonly version: string | undefined;
  readonly output: string;
  readonly isFine: boolean;
}

async function attempt(environment: Environment, program: Program, folder: string): Promise<Attempt> {
  await install(environment, program.requirements);
  const version = versionOf(environment, program.name);
  const execution = await runProcess({ ...environment.command([scriptOf(program.name)]), cwd: folder }, LIMIT);
  const { stdout, stderr, exitCode, signal, timedOut } = execution;
  const end = timedOut ? 'it did not end in time' : (signal ?? `exit code ${exitCode}`);
  const isFine = exitCode === 0 && !timedOut;
  return {
    version,
    isFine,
    output: isFine ? stdout : `${stdout}${stderr.trim().split('\n').slice(-6).join('\n')}\n${end}`,
  };
}

/** The first line that differs, as both have it. */
export function firstDifference(theirs: string, ours: string): string {
  const [a, b] = [theirs.split('\n'), ours.split('\n')];
  const at = a.findIndex((line, index) => line !== b[index]);
  const line = at < 0 ? a.length : at;
  return `CPython: ${a[line] ?? 'nothing'}\n  pysock: ${b.slice(line, line + 8).join('\n          ') || 'nothing'}`;
}

/** Installs a package for CPython and in an environment of pysock's, and runs its exchange on both. */
export async function exchange(
  [reference, tried]: readonly [Adapter, Adapter],
  program: Program,
  folder: string,
): Promise<Outcome> {
  const { name } = program;
  try {
    const theirs = await attempt(packageFolder(reference, join(folder, 'reference')), program, folder);
    const ours = await attempt(await virtualEnvironment(tried, join(folder, 'venv')), program, folder);
    const { version } = ours;
    if (!theirs.isFine) return { name, version, difference: `CPython's own run failed: ${theirs.output}` };
    if (theirs.output === ours.output) return { name, version, difference: undefined };
    return { name, version, difference: firstDifference(theirs.output, ours.output) };
  } catch (error) {
    return { name, version: undefined, difference: error instanceof Error ? error.message : String(error) };
  }
}
