/** Values that addresses and results are made of, between Python and TypeScript. */
import type { PythonObject } from '@pysock/socket-shim/internals';
import type { CApi, PyObject } from '../capi/index.ts';
import { createAddresses, isAscii, orRaise } from './addresses.ts';

/** A `str` of file-system bytes. */
interface FileSystemString {
  readonly bytes: Uint8Array;
}

export type Converter = ReturnType<typeof createConverter>;

export function createConverter(capi: CApi) {
  function integerOf(o: PyObject): number | bigint {
    const exact = capi.exactInt(o);
    if (exact !== undefined) return exact;
    return capi.memory.onStack(4, (overflow) => {
      const small = capi.PyLong_AsLongAndOverflow(o, overflow);
      if (capi.memory.int32(overflow) === 0) return small;
      const long = capi.PyLong_AsLongLongAndOverflow(o, overflow);
      const sign = capi.memory.int32(overflow);
      return sign === 0 ? long : sign > 0 ? 2n ** 64n : -(2n ** 64n);
    });
  }

  /**
   * A Python object that no JavaScript value stands for. What it can be is asked of it when it is asked for, as that may run
   * Python code, and raise. It is borrowed: good for the call that it is an argument of.
   */
  class Borrowed implements PythonObject {
    readonly pythonType: string;
    readonly #o: PyObject;

    constructor(o: PyObject) {
      this.#o = o;
      this.pythonType = capi.tp_name(capi.Py_TYPE(o));
    }

    get index(): number | bigint | undefined {
      if (capi.PyIndex_Check(this.#o) === 0) return undefined;
      const index = orRaise(capi.PyNumber_Index(this.#o) || null);
      const value = integerOf(index);
      capi.Py_DecRef(index);
      return value;
    }

    get buffer(): Uint8Array | undefined {
      return capi.PyObject_CheckBuffer(this.#o) === 0 ? undefined : orRaise(capi.bytesFrom(this.#o));
    }

    get fspath(): string | Uint8Array | undefined {
      if (capi.PyObject_HasAttrString(this.#o, capi.memory.literal('__fspath__')) === 0) return undefined;
      const path = orRaise(capi.PyOS_FSPath(this.#o) || null);
      const value = fromPython(path) as string | Uint8Array;
      capi.Py_DecRef(path);
      return value;
    }
  }

  /** The value of a Python object: str, bytes, int, None, tuples of them; what else there is as {@link Borrowed}. */
  function fromPython(o: PyObject): unknown {
    const exact = capi.exactInt(o);
    if (exact !== undefined) return exact;
    if (capi.PyTuple_Check(o)) {
      const items: unknown[] = [];
      const size = capi.PyTuple_Size(o);
      for (let index = 0; index < size; index++) items.push(fromPython(capi.PyTuple_GetItem(o, index)));
      return items;
    }
    if (capi.PyUnicode_Check(o)) return capi.stringWithSurrogates(o);
    if (capi.Py_TYPE(o) === capi.PyLong_Type) return integerOf(o);
    if (capi.PyBytes_Check(o)) return orRaise(capi.bytesFrom(o));
    return o === capi.Py_None ? null : new Borrowed(o);
  }

  /** A new reference to the Python object of a value; 0 with an exception set when memory is short. Arrays become tuples. */
  function toPython(value: unknown): PyObject {
    if (typeof value === 'number') return capi.fromNumber(value);
    if (typeof value === 'string') return capi.strOf(value);
    if (Array.isArray(value)) {
      if (value.length === 2) return capi.pairOf(toPython(value[0]), toPython(value[1]));
      return capi.tupleOf(...value.map(toPython));
    }
    if (value === null || value === undefined) return capi.none();
    if (value instanceof Uint8Array) return capi.bytesOf(value);
    if (typeof value === 'bigint') return capi.PyLong_FromLongLong(value);
    if (typeof value === 'boolean') return capi.PyBool_FromLong(value);
    return capi.fsDecode((value as FileSystemString).bytes);
  }

  return { fromPython, addressFrom: createAddresses(capi, fromPython), toPython, isAscii };
}
