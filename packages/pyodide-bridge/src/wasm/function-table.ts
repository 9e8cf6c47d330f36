/**
 * Places of the guest's function table for functions of ours. A part of the table is reserved when WebAssembly has just been
 * instantiated, so that it begins at the same place in each process; and many functions are made WebAssembly's in one go, by a
 * module that imports them and puts them there, which is much quicker than a module for each.
 */
import type { EmscriptenModule } from './emscripten.ts';

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

/** A function of JavaScript that is to be at a place of the table. */
export interface Placed {
  readonly place: number;
  readonly call: Call;
  /** As Emscripten writes it: the result's letter, then the parameters'. */
  readonly signature: string;
}

function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

function signed(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >>> 7)];
}

function addSection(bytes: number[], id: number, count: number, items: readonly number[]): void {
  const length = unsigned(count);
  bytes.push(id, ...unsigned(length.length + items.length), ...length);
  for (const byte of items) bytes.push(byte);
}

function functionType(signature: string): number[] {
  const [result, ...parameters] = [...signature];
  const values = (letters: string[]) => [letters.length, ...letters.map((letter) => TYPES[letter] as number)];
  return [0x60, ...values(parameters), ...values(result === 'v' ? [] : [result as string])];
}

const E = 0x65;
const F = 0x66;
const T = 0x74;

/** A module that imports functions, all by the name `f`, and puts them into a table. */
function moduleFor(functions: readonly Placed[]): Uint8Array<ArrayBuffer> {
  const types = new Map<string, number>();
  const imports: number[] = [1, E, 1, T, 1, 0x70, 0, 0];
  const elements: number[] = [];
  let index = 0;
  for (const { place, signature } of functions) {
    const type = types.get(signature) ?? types.size;
    types.set(signature, type);
    imports.push(1, E, 1, F, 0, ...unsigned(type));
    elements.push(0, 0x41, ...signed(place), 0x0b, 1, ...unsigned(index++));
  }
  const bytes = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
  addSection(bytes, 1, types.size, [...types.keys()].flatMap(functionType));
  addSection(bytes, 2, functions.length + 1, imports);
  addSection(bytes, 9, functions.length, elements);
  return Uint8Array.from(bytes);
}

/** Puts functions of JavaScript into a table, all in one go. WebAssembly asks for its imports in their order. */
export function placeFunctions(table: WebAssembly.Table, functions: readonly Placed[]): void {
  let next = 0;
  const e = {
    t: table,
    get f() {
      return (functions[next++] as Placed).call;
    },
  };
  new WebAssembly.Instance(new WebAssembly.Module(moduleFor(functions)), { e });
}

/** WebAssembly names the functions that it exports by their number. */
const isExport = (call: Call): boolean => /^\d+$/.test(call.name);

export function createFunctionTable(module: EmscriptenModule): FunctionTable {
  const start = starts.get(module);
  if (start === undefined) throw new Error('no places are reserved in the function table');
  let next = start;
  let waiting: Placed[] = [];

  return {
    add(call, signature) {
      const place = next < start + RESERVED ? next++ : module.wasmTable.grow(1);
      if (isExport(call)) module.wasmTable.set(place, call);
      else waiting.push({ place, call, signature });
      return place;
    },
    commit() {
      if (waiting.length === 0) return;
      placeFunctions(module.wasmTable, waiting);
      waiting = [];
    },
  };
}
