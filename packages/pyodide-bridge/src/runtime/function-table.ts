/**
 * Places of the guest's function table for functions of ours. A part of the table is reserved when WebAssembly has just been
 * instantiated, so that it begins at the same place in each process; and many functions are made WebAssembly's in one go, by a
 * module that imports and exports them, which is much quicker than a module for each.
 */
import type { EmscriptenModule } from '../capi/emscripten.ts';

const RESERVED = 1024;

export type Call = (...args: number[]) => number | undefined;

const starts = new WeakMap<object, number>();

/** Reserves the places. Call it before the guest's `main`. */
export function reserveFunctions(module: EmscriptenModule): void {
  starts.set(module, module.wasmTable.grow(RESERVED));
}

export interface FunctionTable {
  /** The place of a function, which has it from the next `commit` on. */
  add(call: Call, signature: string): number;
  commit(): void;
}

const I32 = 0x7f;
const TYPES: Readonly<Record<string, number>> = { i: I32, p: I32, j: 0x7e, f: 0x7d, d: 0x7c };

function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

const vector = (items: readonly (readonly number[])[]): number[] => [...unsigned(items.length), ...items.flat()];
const section = (id: number, bytes: readonly number[]): number[] => [id, ...unsigned(bytes.length), ...bytes];
const name = (text: string): number[] => vector([...text].map((c) => [c.charCodeAt(0)]));

/** A signature as Emscripten writes it: the result's letter, then the parameters'. */
function functionType(signature: string): number[] {
  const [result, ...parameters] = [...signature];
  const values = (letters: string[]) => vector(letters.map((letter) => [TYPES[letter] as number]));
  return [0x60, ...values(parameters), ...values(result === 'v' ? [] : [result as string])];
}

/** A module that imports functions of these signatures, and exports them again. */
function moduleFor(signatures: readonly string[]): Uint8Array<ArrayBuffer> {
  const types = [...new Set(signatures)];
  const imports = signatures.map((signature, i) => [
    ...name('e'),
    ...name(String(i)),
    0,
    ...unsigned(types.indexOf(signature)),
  ]);
  const exported = signatures.map((_, i) => [...name(String(i)), 0, ...unsigned(i)]);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, vector(types.map(functionType))),
    ...section(2, vector(imports)),
    ...section(7, vector(exported)),
  ]);
}

/** Functions of JavaScript as WebAssembly's, which a function table can hold. */
export function passThrough(functions: readonly { readonly call: Call; readonly signature: string }[]): Call[] {
  const bytes = moduleFor(functions.map(({ signature }) => signature));
  const calls = Object.fromEntries(functions.map(({ call }, i) => [String(i), call]));
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { e: calls as never });
  return functions.map((_, i) => exports[String(i)] as Call);
}

/** WebAssembly names the functions that it exports by their number. */
const isExport = (call: Call): boolean => /^\d+$/.test(call.name);

export function createFunctionTable(module: EmscriptenModule): FunctionTable {
  const start = starts.get(module);
  if (start === undefined) throw new Error('no places are reserved in the function table');
  let next = start;
  let waiting: { place: number; call: Call; signature: string }[] = [];

  return {
    add(call, signature) {
      const place = next < start + RESERVED ? next++ : module.wasmTable.grow(1);
      if (isExport(call)) module.wasmTable.set(place, call);
      else waiting.push({ place, call, signature });
      return place;
    },
    commit() {
      if (waiting.length === 0) return;
      const functions = passThrough(waiting);
      for (const [i, { place }] of waiting.entries()) module.wasmTable.set(place, functions[i]);
      waiting = [];
    },
  };
}
