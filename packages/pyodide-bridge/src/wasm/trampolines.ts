/**
 * WebAssembly functions of our own, a few dozen bytes each, between CPython and TypeScript.
 *
 * Only WebAssembly frames can be suspended (JavaScript Promise Integration), so the loop of a builtin that waits is
 * not TypeScript: it calls the TypeScript `attempt`, and when that answers WOULD_WAIT, `park`; when that says so, the
 * suspending `suspend`; and then `resume`, which goes on with the attempt on the thread's own stack. The handlers of signals
 * are called from there as well: they may wait, or start a thread and wait for it.
 */
import type { RawFunction } from './emscripten.ts';
import {
  functionType,
  I32,
  importedFunction,
  name,
  op,
  Section,
  section,
  signed,
  unsigned,
  VOID,
  vector,
  wasmModule,
} from './encoder.ts';
import { WAITING_IMPORTS, type WaitingImports, waitingBody } from './waiting-code.ts';
import { exportOf } from './wrapped-exports.ts';

export interface TrampolineImports {
  /** Chooses who runs next. 0: the same thread goes on, 1: it is to be suspended. */
  park(): number;
  /** Suspends the thread until its promise is resolved. */
  suspend(): Promise<void>;
  /** Waits for the thread's operation without suspending: JavaScript frames lie on its stack. */
  block(): void;
  /** Goes on with the thread's operation. Its result, or WOULD_WAIT, or CHECK_SIGNALS. */
  resume(): number;
  /** Likewise, when the handlers have run: negative when one of them raised. */
  checked(result: number): number;
}

/** What a builtin that has WebAssembly call Python's functions is made of (scheduler/replay.ts). */
export interface CallImports {
  /** The function that is to be called, and its arguments: a tuple. */
  callee(): number;
  args(): number;
  /** It has returned an object, or 0 with an exception set. */
  called(result: number): void;
}

interface Import {
  name: string;
  type: number;
}

/** A function's code, with so many words of its own. */
const bodyOf = (locals: number, code: readonly number[]): number[] => [
  ...(locals === 0 ? [0] : [1, ...unsigned(locals), I32]),
  ...code,
  op.end,
];

/** Calls the function `clear` with a local, where `end` says so of it. */
const ending = (local: number, end: number, clear: number): number[] => [
  ...[op.localGet, local, op.call, end, op.if, VOID, op.localGet, local, op.call, clear, op.end],
];

/** A module that imports functions and exports one, `f`. */
function assemble(types: number[][], imports: Import[], type: number, body: number[]) {
  return wasmModule(
    section(Section.type, vector(types)),
    section(Section.import, vector(imports.map((i) => importedFunction('e', i.name, i.type)))),
    section(Section.function, vector([[type]])),
    section(Section.export, vector([[...name('f'), 0, ...unsigned(imports.length)]])),
    section(Section.code, vector([[...unsigned(body.length), ...body]])),
  );
}

/** Each is compiled once. */
const compiled = new WeakMap<Uint8Array<ArrayBuffer>, WebAssembly.Module>();

function instantiate(bytes: Uint8Array<ArrayBuffer>, imports: Record<string, WebAssembly.ImportValue>): RawFunction {
  let module = compiled.get(bytes);
  if (module === undefined) {
    module = new WebAssembly.Module(bytes);
    compiled.set(bytes, module);
  }
  const direct = Object.entries(imports).map(([key, value]) => [key, exportOf(value as RawFunction)]);
  return new WebAssembly.Instance(module, { e: Object.fromEntries(direct) }).exports.f as RawFunction;
}

const modules = new Map<number, Uint8Array<ArrayBuffer>>();

/** A module of one builtin that waits. */
function waitingModule(arity: number): Uint8Array<ArrayBuffer> {
  let bytes = modules.get(arity);
  if (bytes === undefined) {
    const signatures = ['i'.repeat(arity + 1), ...Object.values(WAITING_IMPORTS)];
    const names = ['attempt', ...Object.keys(WAITING_IMPORTS)];
    const imports = names.map((name, type) => ({ name, type }));
    const body = waitingBody(arity, { attempt: 0, waiting: 1, calling: undefined });
    bytes = assemble(signatures.map(functionType), imports, 0, body);
    modules.set(arity, bytes);
  }
  return bytes;
}

/** What JavaScript Promise Integration adds to WebAssembly. */
interface StackSwitching {
  readonly Suspending: new (call: () => Promise<void>) => WebAssembly.ImportValue;
  readonly promising: (call: RawFunction) => (...args: number[]) => Promise<number>;
}

export type Trampolines = ReturnType<typeof createTrampolines>;

/** `check` is `PyErr_CheckSignals`. */
export function createTrampolines(imports: TrampolineImports, check: RawFunction) {
  const { Suspending, promising } = WebAssembly as Partial<StackSwitching>;
  if (Suspending === undefined || promising === undefined) throw new Error('this Node has no stack switching');
  const waiting: WaitingImports = {
    park: () => imports.park(),
    suspend: new Suspending(() => imports.suspend()),
    block: () => imports.block(),
    resume: () => imports.resume(),
    check,
    checked: (result: number) => imports.checked(result),
  };
  return {
    /** What builtins that wait import (waiting-code.ts). */
    imports: waiting,
    /** A function for C, of `arity` words, that waits as often as `attempt` asks for it. */
    waiting: (attempt: RawFunction, arity: number): RawFunction =>
      instantiate(waitingModule(arity), { attempt, ...waiting }),
    /** A builtin without arguments that calls a C function without any, and returns `result`. */
    builtin: (call: RawFunction, result: number): RawFunction => {
      const types = ['v', 'iii'].map(functionType);
      const code = [op.call, 0, op.i32Const, ...signed(result)] as number[];
      return instantiate(assemble(types, [{ name: 'call', type: 0 }], 1, bodyOf(0, code)), { call });
    },
    /**
     * The entry of a Python thread: calls `func(*args, **kwargs)` with no JavaScript frame below it, hands the result (0: an
     * exception is set) to `done`, gives the references up and clears the thread state, all on the thread's own stack.
     */
    thread: (call: RawFunction, done: (result: number) => void, release: RawFunction, clear: RawFunction) => {
      const code = [
        ...[op.localGet, 0, op.localGet, 1, op.localGet, 2, op.call, 0, op.localSet, 4, op.localGet, 4, op.call, 1],
        ...[4, 0, 1, 2].flatMap((reference) => [op.localGet, reference, op.call, 2]),
        ...[op.localGet, 3, op.call, 3],
      ] as number[];
      const imports = [
        { name: 'call', type: 0 },
        { name: 'done', type: 1 },
        { name: 'release', type: 1 },
        { name: 'clear', type: 1 },
      ];
      const types = ['iiii', 'vi', 'viiii'].map(functionType);
      return promising(instantiate(assemble(types, imports, 2, bodyOf(1, code)), { call, done, release, clear }));
    },
    /**
     * The entry of a thread that JavaScript has called: `call` is made with `callable`, its result is handed to `done`, and where
     * `end` says so of the thread state, `clear` is called with it, all on the thread's own stack.
     */
    entry: (call: RawFunction, done: (result: number) => void, end: (state: number) => number, clear: RawFunction) => {
      const code = [op.localGet, 0, op.call, 0, op.call, 1, ...ending(1, 2, 3)];
      const imports = [
        { name: 'call', type: 0 },
        { name: 'done', type: 1 },
        { name: 'end', type: 0 },
        { name: 'clear', type: 1 },
      ];
      const types = ['ii', 'vi', 'vii'].map(functionType);
      return promising(instantiate(assemble(types, imports, 2, bodyOf(0, code)), { call, done, end, clear }));
    },
    /**
     * Likewise for Pyodide's `_pyproxy_apply`: the callable, arguments and names of JavaScript's. `done` gets a value of
     * JavaScript's and the exception that was raised, or 0.
     */
    applying: (
      apply: RawFunction,
      raised: RawFunction,
      done: (result: unknown, exception: number) => void,
      end: (state: number) => number,
      clear: RawFunction,
    ) => {
      const code = [
        ...[0, 1, 2, 3, 4].flatMap((local) => [op.localGet, local]),
        ...[op.call, 0, op.call, 1, op.call, 2, ...ending(5, 3, 4)],
      ] as number[];
      const imports = [
        { name: 'apply', type: 0 },
        { name: 'raised', type: 1 },
        { name: 'done', type: 2 },
        { name: 'end', type: 3 },
        { name: 'clear', type: 4 },
      ];
      const types = ['eieiei', 'i', 'vei', 'ii', 'vi', 'vieieii'].map(functionType);
      const bytes = assemble(types, imports, 5, bodyOf(0, code));
      const entry = { apply, raised, done, end, clear } as Record<string, WebAssembly.ImportValue>;
      return promising(instantiate(bytes, entry)) as (
        callable: number,
        args: unknown,
        count: number,
        names: unknown,
        named: number,
        state: number,
      ) => Promise<unknown>;
    },
    /** A raw export that may be suspended: called from JavaScript, it answers a promise of its result. */
    promising,
  };
}

/** Whether this Node has the stack switching that Python threads need. */
export function canSwitchStacks(): boolean {
  return 'Suspending' in WebAssembly && 'promising' in WebAssembly;
}
