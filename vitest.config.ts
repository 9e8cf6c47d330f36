import { defineConfig } from 'vitest/config';

const resolve = { conditions: ['source', 'module', 'node', 'import', 'default'] };

function project(name: string, root: string) {
  return {
    resolve,
    ssr: { resolve },
    test: { name, root, include: ['test/**/*.test.ts'], testTimeout: 30_000, hookTimeout: 60_000 },
  };
}

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      project('host', 'packages/host'),
      project('socket-shim', 'packages/socket-shim'),
      project('pyodide-bridge', 'packages/pyodide-bridge'),
      project('runtimes', 'packages/runtimes'),
      project('conformance', 'packages/conformance'),
      project('bench', 'packages/bench'),
      project('playground', 'apps/playground'),
      { resolve, test: { name: 'repository', root: '.', include: ['test/**/*.test.ts'], testTimeout: 30_000 } },
    ],
  },
});
