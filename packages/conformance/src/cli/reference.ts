import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cpython, findCPython } from '@pysock/runtimes';
import { Recording, readRecording } from '../expectations/recording.ts';
import { shownPath } from '../files/shown-path.ts';
import { sameVersion } from '../normalize/normalize.ts';
import { openRuntime, type Runtime } from '../run/runtime.ts';
import type { CommandOptions } from './options.ts';

export const RECORDED_CASES = join('recorded', 'cases.json');

/**
 * What the subject is compared with: a CPython of its own version if one is here, or the one that was asked for; else
 * recorded outputs; else a CPython of another version. Contract: throws an Error when there is none of these.
 */
export async function chooseReference(
  options: Pick<CommandOptions, 'python' | 'recorded'>,
  subject: Runtime,
  expectations: string,
): Promise<Runtime | Recording> {
  const recorded = join(expectations, RECORDED_CASES);
  const python = options.recorded ? undefined : await findCPython(options.python);
  const live = python === undefined ? undefined : await openRuntime(cpython(python));
  if (live && (options.python !== undefined || sameVersion(live.dialect, subject.dialect))) return live;
  if (existsSync(recorded)) return readRecording(recorded);
  if (live) return live;
  const missing = options.recorded ? '' : 'there is no CPython here (name one with --python), and ';
  throw new Error(`${missing}nothing is recorded in ${shownPath(recorded)}: pysock-conformance record does it`);
}

/** Contract: a CPython that runs here, of the subject's version unless it was asked for; throws an Error when there is none. */
export async function requireCPython(options: Pick<CommandOptions, 'python'>, subject: Runtime): Promise<Runtime> {
  const version = subject.info.python.split('.').slice(0, 2).join('.');
  const python = await findCPython(options.python);
  const hint = `its test suites need a CPython ${version} that has them: name one with --python`;
  if (python === undefined) throw new Error(`there is no CPython here, and ${hint}`);
  const runtime = await openRuntime(cpython(python));
  if (options.python !== undefined || sameVersion(runtime.dialect, subject.dialect)) return runtime;
  throw new Error(`the CPython here is ${runtime.info.python}, and ${hint}`);
}

export function aboutReference(reference: Runtime | Recording): { label: string; python: string; platform: string } {
  const { label } = reference;
  if (reference instanceof Recording) return { label, python: reference.version, platform: reference.platform };
  return { label, python: reference.info.python, platform: reference.info.platform };
}
