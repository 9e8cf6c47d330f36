/**
 * Many builtins by one function of JavaScript: small WebAssembly functions, each of which passes its number and its words on.
 *
 * A function of JavaScript in the function table costs a wrapper that V8 compiles; these are compiled when they are first
 * called, so that a start pays for a table of bytes, however many builtins there are.
 */
import type { EmscriptenModule } from './emscripten.ts';
import { atCommit, reserveRow } from './function-table.ts';

/** How many words C calls a builtin with, the module or `self` among them: METH_NOARGS and METH_O, METH_FASTCALL, with keywords. */
export type Arity = 2 | 3 | 4;

/** Called with a builtin's number and the words behind `self`; those that its arity lacks are 0. */
export type Dispatch = (index: number, first: number, second: number, third: number) => number;

const I32 = 0x7f;
const LOCAL_GET = 0x20;
const CALL = 0x10;
const I32_CONST = 0x41;
const END = 0x0b;
/** The types of the module: those of the arities, then the dispatch's, which is that of arity 4. */
const ARITIES: readonly Arity[] = [2, 3, 4];

/** Unsigned LEB128. */
function unsigned(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** Signed LEB128 of a number that is not negative. */
function signed(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >>> 7)];
}

function bodyOf(arity: Arity, index: number, dispatch: number): number[] {
  const code = [0, I32_CONST, ...signed(index)];
  for (let word = 1; word < 4; word++) code.push(...(word < arity ? [LOCAL_GET, word] : [I32_CONST, 0]));
  code.push(CALL, ...unsigned(dispatch), END);
  return [...unsigned(code.length), ...code];
}

function section(id: number, count: number, contents: readonly number[]): number[] {
  const length = unsigned(count);
  return [id, ...unsigned(length.length + contents.length), ...length, ...contents];
}

const text = (name: string): number[] => [name.length, ...[...name].map((letter) => letter.charCodeAt(0))];

/** Builtins that one function of JavaScript serves, and where they begin in the function table. */
interface Row {
  readonly arities: readonly Arity[];
  readonly start: number;
  readonly dispatch: Dispatch;
}

function moduleOf(rows: readonly Row[]): Uint8Array<ArrayBuffer> {
  const types = ARITIES.flatMap((arity) => [0x60, arity, ...Array<number>(arity).fill(I32), 1, I32]);
  const table = [...text('e'), ...text('t'), 1, 0x70, 0, 0];
  const imports = rows.flatMap(() => [...text('e'), ...text('d'), 0, ARITIES.indexOf(4)]);
  const functions: number[] = [];
  const elements: number[] = [];
  const code: number[] = [];
  rows.forEach(({ arities, start }, row) => {
    elements.push(0, I32_CONST, ...signed(start), END, ...unsigned(arities.length));
    arities.forEach((arity, index) => {
      elements.push(...unsigned(rows.length + functions.length));
      functions.push(ARITIES.indexOf(arity));
      code.push(...bodyOf(arity, index, row));
    });
  });
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, ARITIES.length, types),
    ...section(2, rows.length + 1, [...table, ...imports]),
    ...section(3, functions.length, functions),
    ...section(9, rows.length, elements),
    ...section(10, functions.length, code),
  ]);
}

/** WebAssembly asks for its imports in their order. */
function place(table: WebAssembly.Table, rows: readonly Row[]): void {
  let next = 0;
  const e = {
    t: table,
    get d() {
      return (rows[next++] as Row).dispatch;
    },
  };
  new WebAssembly.Instance(new WebAssembly.Module(moduleOf(rows)), { e });
}

const waiting = new WeakMap<WebAssembly.Table, Row[]>();

/**
 * Puts a builtin of each arity into the function table, one behind the other. Returns the first one's place. While our modules are
 * registered, all that are put there come to it together, at the end.
 */
export function placeDispatchers(module: EmscriptenModule, arities: readonly Arity[], dispatch: Dispatch): number {
  const table = module.wasmTable;
  const row = { arities, start: reserveRow(module, arities.length), dispatch };
  const others = waiting.get(table);
  if (others !== undefined) {
    others.push(row);
    return row.start;
  }
  const rows = [row];
  const isLater = atCommit(module, () => {
    waiting.delete(table);
    place(table, rows);
  });
  if (isLater) waiting.set(table, rows);
  else place(table, rows);
  return row.start;
}
