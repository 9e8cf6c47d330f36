import { mkdirSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
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

/** In the package's folder: a folder for users' data ($XDG_DATA_HOME), below which pysock looks for what is installed. */
export const DATA_FOLDER = 'data';

/** CPython finds its tests in its library, in programs that a test starts too, with -I and without an environment of its own. */
function offerToPrograms(folder: string, version: string): void {
  const packages = join(folder, DATA_FOLDER, 'pysock', 'lib', version, 'site-packages');
  mkdirSync(packages, { recursive: true });
  symlinkSync(join(folder, 'test'), join(packages, 'test'));
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
  offerToPrograms(path, basename(dirname(source)));
  return { source, folder: path, remove };
}
