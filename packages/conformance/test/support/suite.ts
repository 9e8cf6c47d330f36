import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cpython } from '@pysock/runtimes';
import { parseCommandOptions } from '../../src/cli/options.ts';
import { runSuites, type SuitesResult } from '../../src/cli/suites.ts';
import { type KnownDifference, KnownDifferences } from '../../src/expectations/known-differences.ts';
import { packageRoot } from '../../src/package-root.ts';
import type { TestReport } from '../../src/report/model.ts';
import { Pool } from '../../src/run/pool.ts';
import { openRuntime, type Runtime } from '../../src/run/runtime.ts';
import { folderOf } from './command.ts';
import { python } from './python.ts';

const SUPPORT = {
  'test/__init__.py': '',
  'test/support/__init__.py': 'verbose = 1\n',
  'test/support/threading_helper.py': '',
};

export const DEMO = readFileSync(join(packageRoot(), 'test', 'support', 'demo_suite.py'), 'utf8');

/** CPython, told in its environment which side it plays; before it starts to play it, the shell text has its way. */
async function side(role: 'reference' | 'subject', folder: string, before = ''): Promise<Runtime> {
  const adapter = cpython(python!);
  const env = { ROLE: role, MARKS: folder };
  const command = (args: readonly string[]) => ({ ...adapter.command(args), env });
  const runtime = await openRuntime({ ...adapter, name: role === 'reference' ? 'CPython' : 'other', command });
  if (before === '') return runtime;
  const shell = (args: readonly string[]) => ({
    exe: '/bin/sh',
    args: ['-c', `${before}; exec "$0" "$@"`, python!, ...args],
    env,
  });
  return { ...runtime, adapter: { ...runtime.adapter, command: shell } };
}

export interface Demo extends SuitesResult {
  find(name: string): TestReport | undefined;
}

/** Runs a suite of a few tests, which lies in a package `test` of its own, on two sides. */
export async function runDemo(
  known: readonly KnownDifference[] = [],
  args: readonly string[] = [],
  source = DEMO,
  before = '',
): Promise<Demo> {
  using folder = folderOf({ ...SUPPORT, 'test/test_socket.py': source });
  const options = parseCommandOptions(['suite', 'test_socket', '--time-limit', '1', '--runtime', 'other', ...args])!;
  const [reference, subject] = await Promise.all([
    side('reference', folder.path),
    side('subject', folder.path, before),
  ]);
  const result = await runSuites(
    {
      names: ['test_socket'],
      options,
      known: new KnownDifferences(known, 'known.json'),
      subject,
      reference,
      tests: { source: join(folder.path, 'test'), folder: folder.path, remove: () => undefined },
      progress: { expect: () => undefined, ended: () => undefined },
      listen: () => undefined,
    },
    new Pool(4),
  );
  const find = (name: string) => result.suites[0]!.tests.find(({ id }) => id === `test.test_socket.${name}`);
  return { ...result, find };
}
