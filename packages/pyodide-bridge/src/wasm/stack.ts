/**
 * How deep C code may call itself. CPython watches its own stack, which lies in the guest's memory; the native stack of the
 * same calls is V8's, and when that is full first, the interpreter is lost ("Maximum call stack size exceeded") where CPython
 * would raise RecursionError. So the native one is made larger, and the guest's limited to what gives about the depth of Linux.
 * Measured on Node 26: the native stack takes five times what the guest's does where Python calls, and up to eighty times where C
 * frees a chain of tuples or compares lists that contain themselves; json's parser takes of the native one alone, 200 bytes a
 * level. Pages that are not touched cost nothing.
 */
import { totalmem } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { type EmscriptenModule, rawFunction } from './emscripten.ts';

const GUEST = 4 << 20;
const NATIVE_KILOBYTES = 512_000;
/** Of the machine's memory: the system gives out no piece that is larger than all there is, though nothing of it is used. */
const NATIVE_SHARE = 0.25;

/** The native stack of the suspendable calls (`WebAssembly.promising`) that begin from now on. Takes effect at each call. */
export function setSuspendableStackSize(kilobytes: number): void {
  // V8 takes the smaller of the two.
  setFlagsFromString(`--stack-size=${kilobytes}`);
  setFlagsFromString(`--wasm-stack-switching-stack-size=${kilobytes}`);
}

/** How large the native stack should be. */
export function nativeStackKilobytes(): number {
  return Math.min(NATIVE_KILOBYTES, Math.floor((totalmem() / 1024) * NATIVE_SHARE));
}

/** For the thread that calls, which is Python's first. */
export function prepareStack(module: EmscriptenModule): void {
  const base = rawFunction(module, 'emscripten_stack_get_base')();
  const threadState = rawFunction(module, 'PyThreadState_Get')();
  rawFunction(module, 'PyUnstable_ThreadState_SetStackProtection')(threadState, base - GUEST, GUEST);
  setSuspendableStackSize(nativeStackKilobytes());
}
