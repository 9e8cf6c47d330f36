import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../src/package-root.ts';
import { python } from './python.ts';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one of the package's programs from its source. */
export function runProgram(
  program: 'cli/main' | 'play-document' | 'names/main' | 'generated-calls/main',
  args: readonly string[],
  env = {},
): Promise<Ended> {
  const entry = join(packageRoot(), 'src', `${program}.ts`);
  return execute(process.execPath, [entry, ...args], env);
}

function execute(exe: string, args: readonly string[], env = {}): Promise<Ended> {
  const options = { env: { ...process.env, ...env }, maxBuffer: 1 << 26 };
  return new Promise((resolve) => {
    execFile(exe, args, options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
    });
  });
}

const MEASURE = `
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, file=sys.stderr)
sys.exit(code)
`;

/** Likewise, with how much memory the largest process of it had. */
export async function measureProgram(
  program: 'cli/main',
  args: readonly string[],
): Promise<Ended & { megabytes: number }> {
  const entry = join(packageRoot(), 'src', `${program}.ts`);
  const ended = await execute(python!, ['-c', MEASURE, process.execPath, entry, ...args]);
  return { ...ended, megabytes: Number(ended.stderr.trim().split('\n').at(-1)) };
}

/** A folder of files, which is gone at the end of the test's scope. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): {
  path: string;
  [Symbol.dispose](): void;
} {
  const path = mkdtempSync(join(tmpdir(), 'pysock-test-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** The text of an adapter whose runtime is CPython after the shell text has had its way; `$@` are its arguments. */
export function adapterText(shell: string): string {
  const command = `(args) => ({ exe: '/bin/sh', args: ['-c', ${JSON.stringify(shell)}, ${JSON.stringify(python)}, ...args] })`;
  return `export default { name: 'other', command: ${command} };\n`;
}

/** An adapter that is CPython itself. */
export const FAITHFUL = adapterText('exec "$0" "$@"');
