import { existsSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Adapter, CAPABILITIES, diedOfSignal } from './adapter.ts';
import { runProcess } from './process/process.ts';

/** Names a python3 of the user's own choice. */
export const PYTHON_VARIABLE = 'PYSOCK_PYTHON';

export function cpython(exe: string): Adapter {
  return { name: 'CPython', capabilities: CAPABILITIES, command: (args) => ({ exe, args }), crashed: diedOfSignal };
}

/**
 * Contract: the path of a CPython, from the option, the environment or PATH (python3.14 before python3), or undefined when
 * there is none. Throws an Error when one that was asked for does not run.
 */
export async function findCPython(option?: string): Promise<string | undefined> {
  const wanted = option ?? process.env[PYTHON_VARIABLE];
  if (wanted) {
    const found = await realPython(onPath(wanted) ?? wanted);
    if (!found) throw new Error(`${wanted} is no CPython that runs (${option ? '--python' : PYTHON_VARIABLE})`);
    return found;
  }
  for (const name of ['python3.14', 'python3']) {
    const path = onPath(name);
    const found = path && (await realPython(path));
    if (found) return found;
  }
  return undefined;
}

/** What is found may be a wrapper that chooses an interpreter each time: ask for the interpreter, and use that if it runs. */
async function realPython(path: string): Promise<string | undefined> {
  const named = await interpreterOf(path);
  if (named === undefined || !existsSync(named) || realpathSync(named) === realpathSync(path)) return named && path;
  return (await interpreterOf(named)) === named ? named : path;
}

async function interpreterOf(exe: string): Promise<string | undefined> {
  const code = 'import sys; print(sys.implementation.name, sys.executable)';
  try {
    const { stdout } = await runProcess({ exe, args: ['-c', code] }, 20);
    return /^cpython (.+)$/m.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

function onPath(name: string): string | undefined {
  if (name.includes('/')) return existsSync(name) ? name : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}
