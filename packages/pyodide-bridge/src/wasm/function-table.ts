/**
 * Places of the guest's function table for functions of ours. A part of the table is reserved when WebAssembly has just been
 * instantiated, so that it begins at the same place in each process; and many functions are made WebAssembly's in one go, by a
 * module that imports them and puts them there, which is much quicker than a module for each.
 */
import type { EmscriptenModule } from './emscripten.ts';
import {
  FUNCREF,
  functionType,
  importedFunction,
  name,
  op,
  Section,
  section,
  signed,
  unsigned,
  vector,
  wasmModule,
} from './encoder.ts';

const RESERVED = 2048;

export type Call = (...args: number[]) => number | undefined;

const starts = new WeakMap<object, number>();

/** Reserves the places. Call it before the guest's `main`. */
export function reserveFunctions(module: EmscriptenModule): void {
  starts.set(module, module.wasmTable.grow(RESERVED));
}

/** The places that are still free while the modules are registered, for who fills them without `add`. */
const reserving = new WeakMap<object, (count: number) => number>();

/** Places for `count` functions, one behind the other, which the caller fills. Returns the first. */
export function reserveRow(module: EmscriptenModule, count: number): number {
  return reserving.get(module.wasmTable)?.(count) ?? module.wasmTable.grow(count);
}

/** What is to be done at the next `commit`, while one is to come. */
const later = new WeakMap<object, (() => void)[]>();

/** Has `run` called at the table's next commit. False when there is none to come: our modules are not being registered. */
export function atCommit(module: EmscriptenModule, run: () => void): boolean {
  if (module.installation === undefined) return false;
  later.get(module.wasmTable)?.push(run);
  return later.has(module.wasmTable);
}

export interface FunctionTable {
  /** The place of a function, which has it from the next `commit` on. */
  add(call: Call, signature: string): number;
  /** Has a function at a place that is another's, from the next `commit` on. */
  replace(place: number, call: Call, signature: string): void;
  commit(): void;
}

/** A function of JavaScript that is to be at a place of the table. */
export interface Placed {
  readonly place: number;
  readonly call: Call;
  /** As Emscripten writes it: the result's letter, then the parameters'. */
  readonly signature: string;
}

/** A module that imports functions, all by the name `f`, and puts them into a table. */
function moduleFor(functions: readonly Placed[]): Uint8Array<ArrayBuffer> {
  const types = new Map<string, number>();
  const imports = [[...name('e'), ...name('t'), 1, FUNCREF, 0, 0]];
  const elements: number[][] = [];
  for (const [index, { place, signature }] of functions.entries()) {
    const type = types.get(signature) ?? types.size;
    types.set(signature, type);
    imports.push(importedFunction('e', 'f', type));
    elements.push([0, op.i32Const, ...signed(place), op.end, 1, ...unsigned(index)]);
  }
  return wasmModule(
    section(Section.type, vector([...types.keys()].map(functionType))),
    section(Section.import, vector(imports)),
    section(Section.element, vector(elements)),
  );
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
  const runs: (() => void)[] = [];
  later.set(module.wasmTable, runs);
  reserving.set(module.wasmTable, (count) => {
    if (next + count > start + RESERVED) return module.wasmTable.grow(count);
    next += count;
    return next - count;
  });

  return {
    add(call, signature) {
      const place = next < start + RESERVED ? next++ : module.wasmTable.grow(1);
      if (isExport(call)) module.wasmTable.set(place, call);
      else waiting.push({ place, call, signature });
      return place;
    },
    replace(place, call, signature) {
      waiting.push({ place, call, signature });
    },
    commit() {
      for (const run of runs.splice(0)) run();
      if (waiting.length === 0) return;
      placeFunctions(module.wasmTable, waiting);
      waiting = [];
    },
  };
}

/** Has a function of ours where C finds one of its own: whatever holds its address calls ours from then on. */
export function replaceFunction(module: EmscriptenModule, place: number, call: Call, signature: string): void {
  if (module.installation) module.installation.replaceFunction(place, call, signature);
  else placeFunctions(module.wasmTable, [{ place, call, signature }]);
}
