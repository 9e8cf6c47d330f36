import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { runProcess } from '@pysock/runtimes';
import type { Runtime } from '../run/runtime.ts';
import { temporaryFolder } from '../run/temporary.ts';

/** CPython's package `test`. */
export interface TestPackage {
  /** Where CPython has it. */
  readonly source: string;
  /** A folder with nothing in it but the package, so that no other file of CPython's library comes before the runtime's own. */
  readonly folder: string;
  remove(): void;
}

const PROGRAM = 'import test.support, test.test_socket; print(test.__path__[0])';

/** Contract: throws an Error that says what to do when this CPython came without its tests. */
export async function openTestPackage(reference: Runtime): Promise<TestPackage> {
  const { exitCode, stdout, stderr } = await runProcess(reference.adapter.command(['-c', PROGRAM]), 60);
  if (exitCode !== 0) {
    const last = stderr.trimEnd().split('\n').at(-1);
    throw new Error(
      `${reference.label} has no test package (${last}): install it (Debian: libpython3-testsuite), or name another CPython with --python`,
    );
  }
  const source = stdout.trim();
  const { path, remove } = temporaryFolder('pysock-suites-');
  symlinkSync(source, join(path, 'test'));
  return { source, folder: path, remove };
}
