/** Include/methodobject.h: a row of a PyMethodDef table for each calling convention, with the parameters that C passes. */
import type { Pointer, PyObject } from '../wasm/emscripten.ts';
import {
  METH_CLASS,
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_NOARGS,
  METH_O,
  METH_VARARGS,
  type MethodDef,
} from './methodobject.ts';

export interface BuiltinOptions {
  /** It may return `finish(...)` of an operation that was suspended. */
  readonly waits?: boolean;
  /** It waits, and asks `bridge.replay` for results of Python's functions before it has done anything. */
  readonly calls?: boolean;
  /** A class method: `self` is the type. */
  readonly isClass?: boolean;
}

/** All return a new reference, or 0 with an exception set. `self` is the object, and of a module's function the module. */
type NoArgs = (self: PyObject) => PyObject;
type OneArg = (self: PyObject, o: PyObject) => PyObject;
/** `args` points to `count` objects. */
type FastCall = (self: PyObject, args: Pointer, count: number) => PyObject;
/** After `count` positional arguments, `args` has a value for each name in the tuple `kwnames`, which may be 0. */
type FastCallKeywords = (self: PyObject, args: Pointer, count: number, kwnames: PyObject) => PyObject;
/** A tuple. */
type VarArgs = (self: PyObject, args: PyObject) => PyObject;
/** A tuple, and a dict or 0. */
type Keywords = (self: PyObject, args: PyObject, kwargs: PyObject) => PyObject;

type Row<Call> = (name: string, call: Call, doc?: string, options?: BuiltinOptions) => MethodDef;

/** C passes as many parameters as the flags say. */
function rowFor<Call extends MethodDef['call']>(flags: number): Row<Call> {
  return (name, call, doc, { waits = false, calls = false, isClass = false } = {}) => ({
    name,
    flags: isClass ? flags | METH_CLASS : flags,
    waits: waits || calls,
    ...(calls ? { calls } : {}),
    call,
    ...(doc === undefined ? {} : { doc }),
  });
}

/** METH_NOARGS */
export const noArgs = rowFor<NoArgs>(METH_NOARGS);
/** METH_O */
export const oneArg = rowFor<OneArg>(METH_O);
/** METH_FASTCALL */
export const fastCall = rowFor<FastCall>(METH_FASTCALL);
/** METH_FASTCALL | METH_KEYWORDS */
export const fastCallKeywords = rowFor<FastCallKeywords>(METH_FASTCALL | METH_KEYWORDS);
/** METH_VARARGS */
export const varArgs = rowFor<VarArgs>(METH_VARARGS);
/** METH_VARARGS | METH_KEYWORDS */
export const withKeywords = rowFor<Keywords>(METH_VARARGS | METH_KEYWORDS);
