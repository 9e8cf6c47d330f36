/**
 * Compiling Pyodide's WebAssembly, while the worker starts.
 *
 * V8 compiles a function when it is first called, in the thread that calls it: 1,400 functions and 40 ms at a start. With hints
 * in the module (WebAssembly's proposal "compilation hints", experimental in V8) it compiles those at once, in threads of its
 * own. Other functions need not be looked at before they are called.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import v8 from 'node:v8';
import { CODE_SECTION, START_FUNCTIONS, WASM_LENGTH } from './start-functions.ts';

/** The first V8 that knows hints in this form. */
const V8_WITH_HINTS = 14;
const V8_WITH_SWITCHING = 13;

function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** A custom section: for each function its number, a place in it (0, the whole), and a byte, the priority (0, the first). */
function hintsFor(functions: readonly number[]): Uint8Array {
  const name = new TextEncoder().encode('metadata.code.compilation_priority');
  const bytes = [name.length, ...name, ...unsigned(functions.length)];
  for (const number of functions) bytes.push(...unsigned(number), 0, 1, 0);
  return Uint8Array.from([0, ...unsigned(bytes.length), ...bytes]);
}

function startFunctions(): number[] {
  let number = 0;
  return START_FUNCTIONS.map((step) => {
    number += step;
    return number;
  });
}

/** The module with the hints, which stand before the code. */
function withHints(wasm: Uint8Array): Uint8Array<ArrayBuffer> {
  const hints = hintsFor(startFunctions());
  const bytes = new Uint8Array(wasm.length + hints.length);
  bytes.set(wasm.subarray(0, CODE_SECTION));
  bytes.set(hints, CODE_SECTION);
  bytes.set(wasm.subarray(CODE_SECTION), CODE_SECTION + hints.length);
  return bytes;
}

/** Since V8 13.6 (Node 24) its flag brings the stack switching that is there by itself from Node 24.20 on; older ones brought another, or none. */
const hasSwitchingFlag = Number.parseInt(process.versions.v8, 10) >= V8_WITH_SWITCHING;

const knowsHints = Number.parseInt(process.versions.v8, 10) >= V8_WITH_HINTS;

/** Call it before there is another thread: what V8 has compiled holds for the flags that it had then. */
export function setCompilerFlags(): void {
  // Python's thread needs a processor of its own, now and when V8 compiles again what is called often.
  v8.setFlagsFromString(`--wasm-num-compilation-tasks=${Math.max(1, availableParallelism() - 1)}`);
  if (!('Suspending' in WebAssembly) && hasSwitchingFlag) v8.setFlagsFromString('--experimental-wasm-jspi');
  if (!knowsHints) return;
  v8.setFlagsFromString('--experimental-wasm-compilation-hints');
  v8.setFlagsFromString('--wasm-lazy-validation');
  // What lies outside of V8's heap has a limit of its own, which Pyodide's memory and code reach in the middle of a start.
  v8.setFlagsFromString('--external-memory-accounted-in-global-limit');
}

export function compileWasm(path: string): Promise<WebAssembly.Module> {
  const wasm = readFileSync(path);
  return WebAssembly.compile(knowsHints && wasm.length === WASM_LENGTH ? withHints(wasm) : wasm);
}
