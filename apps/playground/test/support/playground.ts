import { execFile, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pysockProgram } from '../../src/python/program.ts';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command, from its source. */
export const COMMAND = [process.execPath, join(import.meta.dirname, '../../src/main.ts')];

/** A network in which nobody else has the examples' ports, where this system lets us have one. */
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
  const [program, ...args] = OWN_NETWORK;
  return spawnSync(program!, [...args, 'true']).status === 0;
}

export const alone: readonly string[] = hasOwnNetwork() ? OWN_NETWORK : [];

export function pysockIsBuilt(): boolean {
  try {
    return pysockProgram() !== '';
  } catch {
    return false;
  }
}

export function playground(...args: string[]): Promise<Ended> {
  return run([...alone, ...COMMAND, ...args]);
}

export function run([program, ...args]: readonly string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(program!, args, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr });
    });
  });
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
