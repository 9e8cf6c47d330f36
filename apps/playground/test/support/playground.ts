import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const program = join(import.meta.dirname, '../../dist/cli.js');

/** The built command. */
export const COMMAND = [process.execPath, program];

export const isBuilt = existsSync(program);

/** A network in which nobody else has the document's ports, where this system lets us have one. */
const OWN_NETWORK = [
  'unshare',
  '--user',
  '--map-root-user',
  '--net',
  'sh',
  '-c',
  'ip link set lo up && exec "$0" "$@"',
];

function hasOwnNetwork(): boolean {
  const [unshare, ...args] = OWN_NETWORK;
  return spawnSync(unshare!, [...args, 'true']).status === 0;
}

export const alone: readonly string[] = hasOwnNetwork() ? OWN_NETWORK : [];

export function playground(...args: string[]): Promise<Ended> {
  return run([...alone, ...COMMAND, ...args]);
}

export function run([exe, ...args]: readonly string[], cwd?: string): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(exe!, args, { cwd, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
    });
  });
}

/** A folder with files in it, removed by `using`. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'pysock-playground-files-'));
  for (const [name, contents] of Object.entries(files)) writeFileSync(join(path, name), contents);
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** Its words, with a NUL behind each. */
export function commandOf(pid: string): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'latin1').replace(/^\S*\/(?=node)/, '');
}

/** The processes with this entry in their environment. */
export function markedProcesses(entry: string): string[] {
  const environment = (pid: string): string => {
    try {
      return readFileSync(`/proc/${pid}/environ`, 'latin1');
    } catch {
      return '';
    }
  };
  return readdirSync('/proc').filter((pid) => /^\d+$/.test(pid) && environment(pid).split('\0').includes(entry));
}
