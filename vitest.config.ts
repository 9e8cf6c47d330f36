import { join, relative } from 'node:path';
import { defineConfig } from 'vitest/config';
import { TOOL_TESTS } from './scripts/lib/tool-tests.mjs';

const resolve = { conditions: ['source', 'module', 'node', 'import', 'default'] };

/** Snapshots and compiled modules of the tests: not the user's, and kept from one run to the next. */
const env = { PYSOCK_CACHE: join(import.meta.dirname, 'node_modules', '.cache', 'pysock-test') };

const UNIT = 'test/unit/**/*.test.ts';

/** What `npm test` leaves to `npm run test:tools`, of a project's root. */
const leftOut = (root: string): string[] =>
  process.env.PYSOCK_TESTS === 'without tools'
    ? TOOL_TESTS.flatMap((file) => (root === '.' || file.startsWith(`${root}/`) ? [relative(root, file)] : []))
    : [];

function project(name: string, root: string, include = ['test/**/*.test.ts'], exclude: string[] = []) {
  return {
    resolve,
    ssr: { resolve },
    test: {
      name,
      root,
      include,
      exclude: [...exclude, ...leftOut(root)],
      env,
      testTimeout: 30_000,
      hookTimeout: 60_000,
    },
  };
}

export default defineConfig({
  test: {
    pool: 'forks',
    // One more than two processors: tests wait for programs and for the clock as often as they compute.
    maxWorkers: 3,
    projects: [
      project('host', 'packages/host'),
      project('socket-shim', 'packages/socket-shim'),
      project('unit', 'packages/pyodide-bridge', [UNIT]),
      project('pyodide-bridge', 'packages/pyodide-bridge', ['test/**/*.test.ts'], [UNIT]),
      project('runtimes', 'packages/runtimes'),
      project('conformance', 'packages/conformance'),
      project('bench', 'packages/bench'),
      project('programs', 'packages/programs'),
      project('hosts', 'packages/hosts'),
      project('playground', 'apps/playground'),
      project('repository', '.'),
    ],
  },
});
