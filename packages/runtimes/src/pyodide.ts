import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Adapter } from './adapter.ts';
import { brokeDown } from './pysock.ts';

/** Pyodide as it is. */
export function pyodide(): Adapter {
  return adapter('Pyodide', []);
}

/** Pyodide with the sockets that it brings along for Node. */
export function nodeSockFS(): Adapter {
  return adapter('NodeSockFS', ['--node-sock-fs']);
}

function adapter(name: string, options: readonly string[]): Adapter {
  const manifest = createRequire(import.meta.url).resolve('@pysock/runtimes/package.json');
  const program = join(dirname(manifest), 'dist', 'pyodide-program.js');
  return {
    name,
    capabilities: [],
    command: (args) => ({ exe: process.execPath, args: [program, ...options, ...args] }),
    crashed: brokeDown,
  };
}
