import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type Adapter, CAPABILITIES, type Capability } from './adapter.ts';
import { brokeDown, canSwitchStacks } from './pysock.ts';

/** Pyodide as it is. */
export function pyodide(): Adapter {
  return adapter('Pyodide', []);
}

/** Pyodide with the sockets that it brings along for Node. */
export function nodeSockFS(): Adapter {
  return adapter('NodeSockFS', ['--node-sock-fs']);
}

/** A Pyodide of somebody's, in which `installSocket` was called, without pysock's command line. */
export function installedSocket(): Adapter {
  const capabilities: readonly Capability[] = canSwitchStacks() ? ['threads', 'tls'] : ['tls'];
  return adapter('installSocket', ['--install-socket'], capabilities);
}

/** The same, with `asyncio.run` on JavaScript's event loop. */
export function installedLoop(): Adapter {
  return { ...installedSocket(), ...adapter('runPythonAsync', ['--javascript-loop']) };
}

/** pysock in a Node program, where JavaScript's event loop drives every loop of asyncio's. */
export function javaScriptLoop(): Adapter {
  return {
    name: 'pysock, JavaScript loop',
    capabilities: CAPABILITIES,
    command: (args) => ({ exe: process.execPath, args: [programPath('driven-program'), ...args] }),
    crashed: brokeDown,
  };
}

function programPath(name: string): string {
  const manifest = createRequire(import.meta.url).resolve('@pysock/runtimes/package.json');
  return join(dirname(manifest), 'dist', `${name}.js`);
}

function adapter(name: string, options: readonly string[], capabilities: readonly Capability[] = []): Adapter {
  const program = programPath('pyodide-program');
  return {
    name,
    capabilities,
    command: (args) => ({ exe: process.execPath, args: [program, ...options, ...args] }),
    crashed: brokeDown,
  };
}
