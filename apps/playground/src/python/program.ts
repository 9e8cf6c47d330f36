import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A script with its arguments, or nothing but a prompt. */
export interface Program {
  readonly title: string;
  readonly script?: string;
  readonly args?: readonly string[];
}

/** The built command `pysock`. */
export function pysockProgram(): string {
  const manifest = createRequire(import.meta.url).resolve('@pysock/pyodide-bridge/package.json');
  const program = join(dirname(manifest), 'dist', 'cli.js');
  if (!existsSync(program)) throw new Error('the command pysock has not been built: npm run build');
  return program;
}

/** Unbuffered, so that output is seen when it is written; with a prompt at the end if somebody is there to use it. */
export function pysockArguments({ script, args = [] }: Program, interactive: boolean): string[] {
  return ['-u', ...(interactive ? ['-i', '-q'] : []), ...(script === undefined ? [] : [script, ...args])];
}

/**
 * PYTHON_BASIC_REPL: the prompt of a pipe is the basic one in any case, but `-i` imports the other one before it knows
 * (3.5 s on a busy machine with two cores).
 */
export function pysockEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, PYTHON_BASIC_REPL: '1' };
}
