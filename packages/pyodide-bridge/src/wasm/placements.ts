/**
 * Functions that are to come into the guest's function table, and the module of WebAssembly that imports them and puts them there:
 * one for all, which is much quicker than one for each.
 */
import type { RawFunction } from './emscripten.ts';
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
import {
  CALLING_IMPORTS,
  type CallingImports,
  WAITING_IMPORTS,
  type WaitingImports,
  waitingBody,
} from './waiting-code.ts';
import { exportOf } from './wrapped-exports.ts';

export type Call = (...args: number[]) => number | undefined;

/** A function of JavaScript that is to be at a place of the table. */
export interface Placed {
  readonly place: number;
  readonly call: Call;
  /** As Emscripten writes it: the result's letter, then the parameters'. */
  readonly signature: string;
}

/** A builtin that waits, of `arity` words. */
export interface PlacedWaiting {
  readonly place: number;
  readonly attempt: RawFunction;
  readonly arity: number;
  readonly waiting: WaitingImports;
  /** Present when it has functions of Python's called. */
  readonly calling?: CallingImports | undefined;
}

/** How many words C calls a builtin with, the module or `self` among them: METH_NOARGS and METH_O, METH_FASTCALL, with keywords. */
export type Arity = 2 | 3 | 4;

/** Called with a builtin's number and the words behind `self`; those that its arity lacks are 0. */
export type Dispatch = (index: number, first: number, second: number, third: number) => number;

/**
 * Builtins that one function of JavaScript serves, from a place on. Each is a function of WebAssembly that passes its number and
 * its words on, and is compiled when it is first called.
 */
export interface PlacedRow {
  readonly start: number;
  readonly arities: readonly Arity[];
  readonly dispatch: Dispatch;
}

const DISPATCH = 'iiiii';

/** What a module is encoded of: types, imports and functions, each numbered in the order in which it was added. */
class Encoder {
  readonly #types = new Map<string, number>();
  readonly #imports: number[][] = [[...name('e'), ...name('t'), 1, FUNCREF, 0, 0]];
  readonly #functions: number[][] = [];
  readonly #code: number[][] = [];
  readonly #elements: number[][] = [];

  #type(signature: string): number {
    const type = this.#types.get(signature) ?? this.#types.size;
    this.#types.set(signature, type);
    return type;
  }

  /** All imports come before the functions. Returns the import's number. */
  import(signature: string): number {
    this.#imports.push(importedFunction('e', 'f', this.#type(signature)));
    return this.#imports.length - 2;
  }

  function(signature: string, body: readonly number[]): number {
    this.#functions.push(unsigned(this.#type(signature)));
    this.#code.push([...unsigned(body.length), ...body]);
    return this.#imports.length - 2 + this.#functions.length;
  }

  /** Puts functions into the table, from a place on. */
  put(place: number, numbers: readonly number[]): void {
    this.#elements.push([0, op.i32Const, ...signed(place), op.end, ...vector(numbers.map(unsigned))]);
  }

  bytes(): Uint8Array<ArrayBuffer> {
    return wasmModule(
      section(Section.type, vector([...this.#types.keys()].map(functionType))),
      section(Section.import, vector(this.#imports)),
      section(Section.function, vector(this.#functions)),
      section(Section.element, vector(this.#elements)),
      section(Section.code, vector(this.#code)),
    );
  }
}

function dispatchBody(arity: Arity, index: number, dispatch: number): number[] {
  const words = [1, 2, 3].flatMap((word) => (word < arity ? [op.localGet, word] : [op.i32Const, 0]));
  return [0, op.i32Const, ...signed(index), ...words, op.call, ...unsigned(dispatch), op.end];
}

const ofWords = (count: number): string => 'i'.repeat(count + 1);

export class Placements {
  readonly #plain: Placed[] = [];
  readonly #waiting: PlacedWaiting[] = [];
  readonly #rows: PlacedRow[] = [];

  add(placed: Placed): void {
    this.#plain.push(placed);
  }

  addWaiting(placed: PlacedWaiting): void {
    this.#waiting.push(placed);
  }

  addRow(row: PlacedRow): void {
    this.#rows.push(row);
  }

  /** Everything of several, in their order. */
  static of(parts: readonly Placements[]): Placements {
    const whole = new Placements();
    for (const part of parts) {
      whole.#plain.push(...part.#plain);
      whole.#waiting.push(...part.#waiting);
      whole.#rows.push(...part.#rows);
    }
    return whole;
  }

  get isEmpty(): boolean {
    return this.#plain.length + this.#waiting.length + this.#rows.length === 0;
  }

  /** What the module imports, in its order. */
  #imports(): WebAssembly.ImportValue[] {
    const waiting = this.#waiting[0]?.waiting;
    const calling = this.#waiting.find((placed) => placed.calling !== undefined)?.calling;
    const shared = [
      ...Object.keys(waiting === undefined ? {} : WAITING_IMPORTS).map((key) => waiting?.[key as 'park']),
      ...Object.keys(calling === undefined ? {} : CALLING_IMPORTS).map((key) => calling?.[key as 'args']),
    ].map((call) => exportOf(call as RawFunction));
    return [
      ...shared,
      ...this.#plain.map(({ call }) => call),
      ...this.#waiting.map(({ attempt }) => attempt),
      ...this.#rows.map(({ dispatch }) => dispatch),
    ] as WebAssembly.ImportValue[];
  }

  /** The module's bytes: the same for the same places and signatures. */
  encode(): Uint8Array<ArrayBuffer> {
    const encoder = new Encoder();
    const waits = this.#waiting.length > 0;
    const calls = this.#waiting.some(({ calling }) => calling !== undefined);
    const [waiting = 0] = waits ? Object.values(WAITING_IMPORTS).map((signature) => encoder.import(signature)) : [];
    const [calling] = calls ? Object.values(CALLING_IMPORTS).map((signature) => encoder.import(signature)) : [];
    const plain = this.#plain.map(({ signature }) => encoder.import(signature));
    const attempts = this.#waiting.map(({ arity }) => encoder.import(ofWords(arity)));
    const dispatches = this.#rows.map(() => encoder.import(DISPATCH));
    for (const [index, { place }] of this.#plain.entries()) encoder.put(place, [plain[index] as number]);
    for (const [index, placed] of this.#waiting.entries()) {
      const numbers = {
        attempt: attempts[index] as number,
        waiting,
        calling: placed.calling === undefined ? undefined : calling,
      };
      encoder.put(placed.place, [encoder.function(ofWords(placed.arity), waitingBody(placed.arity, numbers))]);
    }
    for (const [row, { start, arities }] of this.#rows.entries()) {
      const dispatch = dispatches[row] as number;
      const functions = arities.map((arity, index) =>
        encoder.function(ofWords(arity), dispatchBody(arity, index, dispatch)),
      );
      encoder.put(start, functions);
    }
    return encoder.bytes();
  }

  /** Puts the functions into the table. `bytes` are what `encode` has returned for the same ones. */
  place(table: WebAssembly.Table, bytes = this.encode()): void {
    const imports = this.#imports();
    let next = 0;
    const e = {
      t: table,
      // WebAssembly asks for its imports in their order.
      get f() {
        return imports[next++];
      },
    };
    new WebAssembly.Instance(new WebAssembly.Module(bytes), { e } as WebAssembly.Imports);
  }
}
