import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
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
  const program = join(packageRoot(), 'dist', 'pyodide-program.js');
  return {
    name,
    command: (args) => ({ exe: process.execPath, args: [program, ...options, ...args] }),
    crashed: brokeDown,
  };
}
