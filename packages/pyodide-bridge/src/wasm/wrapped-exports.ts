/** Functions of JavaScript around what WebAssembly exports, and how to get at the export again. */
import type { RawFunction } from './emscripten.ts';

const exported = new WeakMap<RawFunction, RawFunction>();

export function noteWrapper(wrapper: RawFunction, raw: RawFunction): void {
  exported.set(wrapper, raw);
}

/** What WebAssembly itself exports, for whoever may have no JavaScript in between. */
export function exportOf(call: RawFunction): RawFunction {
  return exported.get(call) ?? call;
}
