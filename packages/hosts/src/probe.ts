/** The probe: a short program whose lines say what a host can do. */
import { join } from 'node:path';
import { type Adapter, runProcess } from '@pysock/runtimes';
import { packageFolder } from './store.ts';

export interface Probed {
  readonly passed: number;
  /** `name: reason` of the checks that failed. */
  readonly failed: readonly string[];
}

const PROBE = join(packageFolder, 'src', 'probe.py');

/** The line with which the probe ends: it ran to its end. */
const END = /^(\d+) checks$/m;

/** Contract: throws an Error when the probe itself has not run to its end. */
export async function probe(adapter: Adapter, seconds: number): Promise<Probed> {
  const { stdout, stderr, exitCode, signal } = await runProcess(adapter.command([PROBE]), seconds);
  const lines = stdout.split('\n');
  const passed = lines.filter((line) => line.startsWith('ok ')).length;
  const failed = lines.filter((line) => line.startsWith('FAILED ')).map((line) => line.slice('FAILED '.length));
  const [, checks] = END.exec(stdout) ?? [];
  if (Number(checks) === passed + failed.length) return { passed, failed };
  const last = `${stdout}\n${stderr}`.trim().split('\n').slice(-6).join('\n');
  throw new Error(`the probe ends with ${signal ?? `exit code ${exitCode}`}:\n${last}`);
}
