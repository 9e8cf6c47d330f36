import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import v8 from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Adapter, CAPABILITIES, diedOfSignal } from './adapter.ts';
import type { Execution } from './process/process.ts';

/** What Pyodide, V8 and Node print when they give up: none of it is Python's. */
const FATAL =
  /^(Pyodide has suffered a fatal error|FATAL ERROR:|.*\bRuntimeError: (memory access out of bounds|unreachable|null function))|^\s+at .+\.m?js:\d+:\d+/m;

/**
 * Whether Node has the stack switching that threads need, by itself or behind V8's flag, which the command sets for itself. What is
 * made after a flag was set has it.
 */
export function canSwitchStacks(): boolean {
  if ('Suspending' in WebAssembly) return true;
  if (Number.parseInt(process.versions.v8, 10) < V8_WITH_SWITCHING) return false;
  v8.setFlagsFromString('--experimental-wasm-jspi');
  return runInNewContext("'Suspending' in WebAssembly && 'promising' in WebAssembly") as boolean;
}

/** The first whose flag means the same as what newer ones have by themselves. */
const V8_WITH_SWITCHING = 13;

export function pysock(): Adapter {
  const cli = pysockProgram();
  return {
    name: 'pysock',
    capabilities: canSwitchStacks() ? CAPABILITIES : CAPABILITIES.filter((capability) => capability !== 'threads'),
    command: (args) => ({ exe: process.execPath, args: [cli, ...args] }),
    crashed: brokeDown,
  };
}

/** Contract: whether Pyodide, V8 or Node gave up, and not Python. */
export function brokeDown(execution: Execution): boolean {
  return diedOfSignal(execution) || FATAL.test(execution.stderr);
}

/** The command's built program, whether or not it has been built. */
export function pysockProgram(): string {
  const manifest = createRequire(import.meta.url).resolve('@pysock/pyodide-bridge/package.json');
  return join(dirname(manifest), 'dist', 'cli.js');
}

export function pysockIsBuilt(): boolean {
  return existsSync(pysockProgram());
}
