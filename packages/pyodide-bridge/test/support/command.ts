/** Running the built command, and CPython's beside it where there is one. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Run {
  status: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  input?: string | Uint8Array;
  /** Undefined: not in the environment. */
  env?: Record<string, string | undefined>;
  cwd?: string;
  /** Called with what was written to standard output so far, whenever more came. */
  onOutput?: (output: string, child: ChildProcess) => unknown;
  /** Called when the process is there. */
  onStart?: (child: ChildProcess) => void;
  /** Leave standard input open. */
  keepInput?: boolean;
}

export const command = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

/** Only what a program needs: PYTHON* and the locale of whoever runs the tests would change what is printed. */
const environment = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/', LANG: 'C.UTF-8' };

export function run(program: readonly string[], args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const [exe = '', ...first] = program;
  const child = spawn(exe, [...first, ...args], {
    cwd: options.cwd,
    env: { ...environment, ...options.env },
  });
  return new Promise((resolve, reject) => {
    const output = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text;
        if (name === 'stdout') options.onOutput?.(output.stdout, child);
      });
    }
    child.on('error', reject);
    child.on('spawn', () => options.onStart?.(child));
    child.on('close', (status, signal) => resolve({ status, signal, ...output }));
    // A program may end without reading.
    child.stdin.on('error', () => {});
    if (!options.keepInput) child.stdin.end(options.input ?? '');
  });
}

export const pysockProgram = [process.execPath, command];

export const pysock = (args: readonly string[], options?: RunOptions): Promise<Run> =>
  run(pysockProgram, args, options);

/** Whether an interpreter starts by itself. One that a shell script stands before is better called directly: shells have messages of their own. */
function starts(executable: string): boolean {
  try {
    execFileSync(executable, ['-c', ''], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A python3 of 3.11 or later, the name it has in its own messages, and its minor version. */
export const python = ((): { program: string[]; name: string; minor: number } | undefined => {
  for (const name of [process.env.PYSOCK_PYTHON ?? '', 'python3.14', 'python3']) {
    if (name === '') continue;
    try {
      const code = 'import sys; print(sys.version_info[1], sys.executable)';
      const [minor = '', executable = ''] = execFileSync(name, ['-c', code], { encoding: 'utf8', stdio: 'pipe' }).split(
        /[ \n]/,
      );
      if (Number(minor) >= 11)
        return { program: [starts(executable) ? executable : name], name: executable, minor: Number(minor) };
    } catch {
      // There is none of that name.
    }
  }
  return undefined;
})();

/** A folder with files in it, removed by `using`. */
export function folderOf(files: Readonly<Record<string, string>> = {}): Disposable & { path: string } {
  const path = mkdtempSync(join(tmpdir(), 'pysock-'));
  for (const [name, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), contents);
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
