import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Runtime } from './runtime.ts';

/** Names a python3 of the user's own choice. */
export const PYTHON_VARIABLE = 'PYSOCK_PYTHON';

const PROBE = 'import sys; print(sys.implementation.name, ".".join(map(str, sys.version_info[:3])), sys.executable)';

interface Interpreter {
  readonly version: string;
  readonly path: string;
}

/** Contract: undefined when it does not run or is no CPython. */
function askInterpreter(exe: string): Interpreter | undefined {
  try {
    const stdout = execFileSync(exe, ['-c', PROBE], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const [, version, path] = /^cpython (\S+) (.+)$/m.exec(stdout) ?? [];
    return version === undefined || path === undefined ? undefined : { version, path };
  } catch {
    return undefined;
  }
}

function onPath(name: string): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, name)).filter((path) => existsSync(path));
}

/**
 * The CPython of the option, of the environment, or of PATH (python3.14 before python3).
 *
 * @throws Error when there is none.
 */
export function findCPython(option: string | undefined): Interpreter {
  const wanted = option ?? process.env[PYTHON_VARIABLE];
  const candidates = wanted ? [wanted] : [...onPath('python3.14'), ...onPath('python3')];
  for (const candidate of candidates) {
    const found = askInterpreter(candidate);
    // It may be a wrapper that chooses an interpreter each time: that one, if it runs by itself.
    if (found) return askInterpreter(found.path) ?? { ...found, path: candidate };
  }
  const where = wanted ?? 'python3.14 or python3 on PATH';
  throw new Error(`no CPython to compare with: ${where} does not run (--python PATH, ${PYTHON_VARIABLE})`);
}

export function cpython({ version, path }: Interpreter): Runtime {
  return {
    id: 'cpython',
    name: `CPython ${version}`,
    command: (script, args) => ({ exe: path, args: [script, ...args] }),
  };
}
