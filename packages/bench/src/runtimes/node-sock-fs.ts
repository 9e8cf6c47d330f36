import { fileURLToPath } from 'node:url';
import type { Runtime } from './runtime.ts';

/** Pyodide with the sockets that it brings along for Node: clients of TCP over IPv4. */
export function nodeSockFS(): Runtime {
  const program = fileURLToPath(new URL('./node-sock-fs-program.ts', import.meta.url));
  return {
    id: 'nodesockfs',
    name: 'Pyodide, NodeSockFS',
    command: (script, args) => ({ exe: process.execPath, args: [program, script, ...args] }),
  };
}
