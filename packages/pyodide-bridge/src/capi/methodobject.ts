/** Include/methodobject.h, Include/descrobject.h, Include/object.h (PyType_Spec): tables for C, made from tables in TypeScript. */

import { type RawFunction, rawFunction } from '../wasm/emscripten.ts';
import { placeWaiting } from '../wasm/function-table.ts';
import type { CallImports, Trampolines } from '../wasm/trampolines.ts';
import type { CallingImports } from '../wasm/waiting-code.ts';
import type { CCall, Guard } from './guard.ts';
import type { CApi, Pointer, PyObject } from './index.ts';
import { PyMethodDef } from './layout.ts';

export const METH_VARARGS = 0x1;
export const METH_KEYWORDS = 0x2;
export const METH_NOARGS = 0x4;
export const METH_O = 0x8;
export const METH_CLASS = 0x10;
export const METH_FASTCALL = 0x80;
export const METH_METHOD = 0x200;

/** One row of a PyMethodDef table. The call's parameters are those that its flags say, and the result is a new reference or 0. */
export interface MethodDef {
  readonly name: string;
  readonly flags: number;
  readonly call: (...args: number[]) => PyObject;
  readonly doc?: string;
  /** It may answer `finish(...)` of an operation that was suspended (scheduler/trampolines.ts). */
  readonly waits?: boolean;
  /** Besides, it asks `bridge.replay` for results of Python's functions. */
  readonly calls?: boolean;
}

/** One row of a PyMemberDef table: an int field at an offset of the object. */
export interface MemberDef {
  readonly name: string;
  readonly offset: number;
  readonly doc?: string;
}

export interface GetSetDef {
  readonly name: string;
  readonly get: (self: PyObject) => PyObject;
  readonly set?: (self: PyObject, value: PyObject) => number;
  readonly doc?: string;
}

/** Slot numbers of Include/typeslots.h. */
export const Slot = {
  tp_base: 48,
  tp_call: 50,
  tp_clear: 51,
  tp_dealloc: 52,
  tp_doc: 56,
  tp_hash: 59,
  tp_init: 60,
  tp_iter: 62,
  tp_iternext: 63,
  tp_methods: 64,
  tp_new: 65,
  tp_repr: 66,
  tp_richcompare: 67,
  tp_str: 70,
  tp_traverse: 71,
  tp_members: 72,
  tp_getset: 73,
  tp_free: 74,
  tp_finalize: 80,
  tp_alloc: 47,
} as const;

/** Slots whose functions answer an object, and 0 when they have raised; others answer -1. */
const answersObject: ReadonlySet<number> = new Set([Slot.tp_new, Slot.tp_repr, Slot.tp_richcompare, Slot.tp_str]);

export const Py_TPFLAGS_DEFAULT = 0;
export const Py_TPFLAGS_IMMUTABLETYPE = 1 << 8;
export const Py_TPFLAGS_DISALLOW_INSTANTIATION = 1 << 7;
export const Py_TPFLAGS_BASETYPE = 1 << 10;
export const Py_TPFLAGS_HAVE_GC = 1 << 14;

export interface TypeSpec {
  readonly name: string;
  /** 0: the base's. */
  readonly basicsize: number;
  readonly flags: number;
  /** `object` when absent. */
  readonly base?: PyObject;
  /** Functions by slot, with their WebAssembly signature. */
  readonly functions: readonly (readonly [
    slot: number,
    signature: string,
    call: (...args: number[]) => number | undefined,
  ])[];
  readonly doc?: string;
  readonly methods?: readonly MethodDef[];
  readonly members?: readonly MemberDef[];
  readonly getset?: readonly GetSetDef[];
  /** Where the object keeps the list of its weak references, when it can have any. */
  readonly weaklistOffset?: number;
}

/** Has a builtin called again with what functions of Python's have returned (scheduler/replay.ts). */
export interface Replay extends CallImports {
  attempting(call: RawFunction): RawFunction;
}

const Py_T_INT = 1;
const Py_T_PYSSIZET = 19;
const Py_READONLY = 1;

function signatureOf(flags: number): string {
  switch (flags & ~METH_CLASS) {
    case METH_FASTCALL:
    case METH_VARARGS | METH_KEYWORDS:
      return 'iiii';
    case METH_FASTCALL | METH_KEYWORDS:
      return 'iiiii';
    default:
      return 'iii';
  }
}

/** `callObject` is `PyObject_CallObject`. */
function callingImports(replay: CallImports, callObject: RawFunction): CallingImports {
  return {
    callee: () => replay.callee(),
    args: () => replay.args(),
    callObject,
    called(result) {
      replay.called(result as number);
      return 0;
    },
  };
}

export type Definitions = ReturnType<typeof createDefinitions>;

export function createDefinitions(capi: CApi, guard: Guard, trampolines: Trampolines | undefined, replay?: Replay) {
  const { memory, module } = capi;
  const fromSpec = rawFunction(module, 'PyType_FromModuleAndSpec');
  const getSlot = rawFunction(module, 'PyType_GetSlot') as (type: PyObject, slot: number) => Pointer;
  const newFunction = rawFunction(module, 'PyCMethod_New');
  const callObject = rawFunction(module, 'PyObject_CallObject');

  const calling = replay && callingImports(replay, callObject);

  /** What was found in the table: C's own functions stay where they are. */
  const tableFunctions = new Map<Pointer, RawFunction>();

  const words = (...values: number[]): Pointer => {
    const pointer = memory.malloc(values.length * 4);
    module.HEAP32.set(values, pointer >> 2);
    return pointer;
  };
  const text = (doc: string | undefined): Pointer => (doc === undefined ? 0 : memory.literal(doc));

  function functionOf(method: MethodDef): Pointer {
    const signature = signatureOf(method.flags);
    const call = guard(method.call, 0);
    if (method.waits !== true || trampolines === undefined) return module.addFunction(call, signature);
    const isReplayed = method.calls === true && replay !== undefined;
    return placeWaiting(module, {
      attempt: isReplayed ? replay.attempting(call as RawFunction) : (call as RawFunction),
      arity: signature.length - 1,
      waiting: trampolines.imports,
      calling: isReplayed ? calling : undefined,
    });
  }

  function methodTable(methods: readonly MethodDef[]): Pointer {
    const rows = methods.flatMap((method) => [
      memory.literal(method.name),
      functionOf(method),
      method.flags,
      text(method.doc),
    ]);
    return words(...rows, 0, 0, 0, 0);
  }

  function PyType_FromModuleAndSpec(owner: PyObject, spec: TypeSpec): PyObject {
    const slots = spec.functions.flatMap(([slot, signature, call]) => [
      slot,
      module.addFunction(guard(call, signature[0] === 'i' && !answersObject.has(slot) ? -1 : 0), signature),
    ]);
    if (spec.doc !== undefined) slots.push(Slot.tp_doc, text(spec.doc));
    if (spec.methods !== undefined) slots.push(Slot.tp_methods, methodTable(spec.methods));
    if (spec.members !== undefined || spec.weaklistOffset !== undefined) {
      const members = spec.members ?? [];
      const rows = members.flatMap((m) => [memory.literal(m.name), Py_T_INT, m.offset, Py_READONLY, text(m.doc)]);
      if (spec.weaklistOffset !== undefined) {
        rows.push(memory.literal('__weaklistoffset__'), Py_T_PYSSIZET, spec.weaklistOffset, Py_READONLY, 0);
      }
      slots.push(Slot.tp_members, words(...rows, 0, 0, 0, 0, 0));
    }
    if (spec.getset !== undefined) {
      const rows = spec.getset.flatMap((row) => [
        memory.literal(row.name),
        module.addFunction(guard(row.get, 0), 'iii'),
        row.set === undefined ? 0 : module.addFunction(guard(row.set, -1), 'iiii'),
        text(row.doc),
        0,
      ]);
      slots.push(Slot.tp_getset, words(...rows, 0, 0, 0, 0, 0));
    }
    const specification = words(memory.literal(spec.name), spec.basicsize, 0, spec.flags, words(...slots, 0, 0));
    return fromSpec(owner, specification, spec.base ?? 0);
  }

  return {
    guard,
    PyType_FromModuleAndSpec,
    PyType_GetSlot: getSlot,
    /** A built-in function object for each row, as `PyModule_AddFunctions` makes them. `owner` and its name may be 0. */
    functions(methods: readonly MethodDef[], owner: PyObject, ownerName: PyObject): Map<string, PyObject> {
      const table = methodTable(methods);
      return new Map(
        methods.map((method, index) => [
          method.name,
          newFunction(table + index * PyMethodDef.sizeof, owner, ownerName, 0),
        ]),
      );
    },
    /** A place of the function table for a function that C calls. Where it throws, a Python exception is set and C gets `failure`. */
    callback: (call: CCall, signature: string, failure: number): Pointer =>
      module.addFunction(guard(call, failure), signature),
    /** Calls a C function by its place in the function table. */
    callTable(index: Pointer, ...args: number[]): number {
      let found = tableFunctions.get(index);
      if (found === undefined) {
        found = module.wasmTable.get(index) as RawFunction;
        tableFunctions.set(index, found);
      }
      return found(...args);
    },
  };
}
