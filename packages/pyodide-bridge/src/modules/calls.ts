/** Calls of Python's functions by callbacks of a library's. */
import type { CApi, PyObject } from '../capi/index.ts';

/** Calls a function with arguments whose references are taken over; 0 when it has raised, or when one of them is 0. */
export function callTaking(capi: CApi, callable: PyObject, ...args: PyObject[]): PyObject {
  const tuple = capi.tupleOf(...args);
  if (tuple === 0) return 0;
  const held = capi.newRef(callable);
  const result = capi.PyObject_CallObject(held, tuple);
  capi.Py_DecRef(held);
  capi.Py_DecRef(tuple);
  return result;
}
