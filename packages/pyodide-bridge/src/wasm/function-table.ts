/**
 * Places of the guest's function table for functions of ours. A part of the table is reserved when WebAssembly has just been
 * instantiated, so that it begins at the same place in each process; and while our modules are registered, all functions come to
 * their places together, at the end (placements.ts).
 */
import type { EmscriptenModule } from './emscripten.ts';
import { type Arity, type Call, type Dispatch, type Placed, type PlacedWaiting, Placements } from './placements.ts';

const RESERVED = 2048;

const starts = new WeakMap<object, number>();

/** Reserves the places. Call it before the guest's `main`. */
export function reserveFunctions(module: EmscriptenModule): void {
  starts.set(module, module.wasmTable.grow(RESERVED));
}

export interface FunctionTable {
  /** The place of a function, which has it from the next `commit` on. */
  add(call: Call, signature: string): number;
  /** Has a function at a place that is another's, from the next `commit` on. */
  replace(place: number, call: Call, signature: string): void;
  /** Places for `count` functions, one behind the other. Returns the first. */
  reserve(count: number): number;
  /** What comes to its places at the next `commit`. */
  readonly waiting: Placements;
  /** Everything that was added since the table was made, for another process that adds the same. */
  encode(): Uint8Array<ArrayBuffer>;
  /** `bytes` is what `encode` has returned in that process. */
  commit(bytes?: Uint8Array<ArrayBuffer>): void;
}

const tables = new WeakMap<WebAssembly.Table, FunctionTable>();

/** WebAssembly names the functions that it exports by their number. */
const isExport = (call: Call): boolean => /^\d+$/.test(call.name);

export function createFunctionTable(module: EmscriptenModule): FunctionTable {
  const start = starts.get(module);
  if (start === undefined) throw new Error('no places are reserved in the function table');
  let next = start;
  let waiting = new Placements();
  const all: Placements[] = [waiting];

  const table: FunctionTable = {
    add(call, signature) {
      const place = table.reserve(1);
      if (isExport(call)) module.wasmTable.set(place, call);
      else waiting.add({ place, call, signature });
      return place;
    },
    replace: (place, call, signature) => waiting.add({ place, call, signature }),
    reserve(count) {
      if (next + count > start + RESERVED) return module.wasmTable.grow(count);
      next += count;
      return next - count;
    },
    get waiting() {
      return waiting;
    },
    encode: () => Placements.of(all).encode(),
    commit(bytes) {
      if (waiting.isEmpty) return;
      waiting.place(module.wasmTable, bytes);
      waiting = new Placements();
      all.push(waiting);
    },
  };
  tables.set(module.wasmTable, table);
  return table;
}

/** Has `put` add functions from a new place on: at once, or with all others while our modules are registered. Returns the place. */
function put(module: EmscriptenModule, count: number, add: (to: Placements, place: number) => void): number {
  const table = tables.get(module.wasmTable);
  const place = table?.reserve(count) ?? module.wasmTable.grow(count);
  if (table !== undefined && module.installation !== undefined) add(table.waiting, place);
  else {
    const alone = new Placements();
    add(alone, place);
    alone.place(module.wasmTable);
  }
  return place;
}

/** A place for a builtin that waits. */
export function placeWaiting(module: EmscriptenModule, builtin: Omit<PlacedWaiting, 'place'>): number {
  return put(module, 1, (to, place) => to.addWaiting({ ...builtin, place }));
}

/** Places for builtins that one function of JavaScript serves, one behind the other. Returns the first one's. */
export function placeRow(module: EmscriptenModule, arities: readonly Arity[], dispatch: Dispatch): number {
  return put(module, arities.length, (to, start) => to.addRow({ start, arities, dispatch }));
}

/** Puts functions of JavaScript into a table, all in one go. */
export function placeFunctions(table: WebAssembly.Table, functions: readonly Placed[]): void {
  const placements = new Placements();
  for (const placed of functions) placements.add(placed);
  placements.place(table);
}

/** Has a function of ours where C finds one of its own: whatever holds its address calls ours from then on. */
export function replaceFunction(module: EmscriptenModule, place: number, call: Call, signature: string): void {
  if (module.installation) module.installation.replaceFunction(place, call, signature);
  else placeFunctions(module.wasmTable, [{ place, call, signature }]);
}
