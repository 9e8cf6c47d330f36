import { spawnSync } from 'node:child_process';
import { findCPython } from '@pysock/runtimes';

/** A CPython for the tests that need any; they say why they skip when there is none. */
export const python = await findCPython();

export const pythonMissing = python === undefined ? ' (skipped: no python3 here)' : '';

export function runPython(code: string, input = ''): { stdout: string; stderr: string; status: number | null } {
  return spawnSync(python!, ['-c', code], { input, encoding: 'utf8' });
}
