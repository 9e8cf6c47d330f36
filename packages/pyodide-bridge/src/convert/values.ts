/** Values that addresses and results are made of, between Python and TypeScript. */
import { constants } from '@pysock/socket-shim/internals';
import { type CApi, PyBUF_SIMPLE, type PyObject, RAISED } from '../capi/index.ts';

const { AF_INET, AF_INET6, AF_UNIX } = constants;

/** A Python object that has no counterpart: only its type's name matters, for a message. */
export class Opaque {
  readonly pythonType: string;
  constructor(pythonType: string) {
    this.pythonType = pythonType;
  }
}

/** A `str` of file-system bytes. */
interface FileSystemString {
  readonly bytes: Uint8Array;
}

export type Converter = ReturnType<typeof createConverter>;

export function createConverter(capi: CApi) {
  const isAscii = (text: string): boolean => {
    for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
    return true;
  };

  /** An exception is set when `value` is null. */
  const orRaise = <T>(value: T | null): T => {
    if (value === null) throw RAISED;
    return value;
  };

  function integerOf(o: PyObject): number | bigint {
    return capi.memory.onStack(4, (overflow) => {
      const small = capi.PyLong_AsLongAndOverflow(o, overflow);
      if (capi.memory.int32(overflow) === 0) return small;
      const long = capi.PyLong_AsLongLongAndOverflow(o, overflow);
      const sign = capi.memory.int32(overflow);
      return sign === 0 ? long : sign > 0 ? 2n ** 64n : -(2n ** 64n);
    });
  }

  /** The value of a Python object: str, bytes, int, None, tuples of them; what else there is as its type's name. */
  function fromPython(o: PyObject): unknown {
    if (capi.PyTuple_Check(o)) {
      const items: unknown[] = [];
      const size = capi.PyTuple_Size(o);
      for (let index = 0; index < size; index++) items.push(fromPython(capi.PyTuple_GetItem(o, index)));
      return items;
    }
    if (capi.PyUnicode_Check(o)) return orRaise(capi.stringFrom(o));
    if (capi.PyLong_Check(o)) return integerOf(o);
    if (capi.PyBytes_Check(o) || capi.PyByteArray_Check(o)) return orRaise(capi.bytesFrom(o));
    if (o === capi.Py_None) return null;
    if (capi.PyIndex_Check(o) !== 0) {
      const index = capi.PyNumber_Index(o);
      if (index === 0) throw RAISED;
      const value = integerOf(index);
      capi.Py_DecRef(index);
      return value;
    }
    return new Opaque(capi.tp_name(capi.Py_TYPE(o)));
  }

  /** socketmodule.c: idna_converter, the part that only Python can do: a name that is not ASCII, encoded. */
  function encodeHost(o: PyObject): Uint8Array {
    const encoded = capi.PyUnicode_AsEncodedString(o, capi.memory.literal('idna'), 0);
    if (encoded === 0) {
      capi.PyErr_Clear();
      capi.raise('TypeError', 'encoding of hostname failed');
      throw RAISED;
    }
    const bytes = orRaise(capi.bytesFrom(encoded));
    capi.Py_DecRef(encoded);
    return bytes;
  }

  /** socketmodule.c: getsockaddrarg, the part that only Python can do. The address as `address/` of the shim takes it. */
  function addressFrom(o: PyObject, family: number): unknown {
    if (family === AF_UNIX && !capi.PyTuple_Check(o)) return pathFrom(o);
    if ((family === AF_INET || family === AF_INET6) && capi.PyTuple_Check(o) && capi.PyTuple_Size(o) > 0) {
      const host = capi.PyTuple_GetItem(o, 0);
      if (capi.PyUnicode_Check(host)) {
        const text = capi.stringFrom(host);
        if (text === null) capi.PyErr_Clear();
        if (text === null || !isAscii(text)) {
          const rest = fromPython(o) as unknown[];
          return [encodeHost(host), ...rest.slice(1)];
        }
      }
    }
    return fromPython(o);
  }

  function pathFrom(o: PyObject): unknown {
    if (capi.PyUnicode_Check(o)) {
      const encoded = capi.PyUnicode_EncodeFSDefault(o);
      if (encoded === 0) throw RAISED;
      const bytes = orRaise(capi.bytesFrom(encoded));
      capi.Py_DecRef(encoded);
      return bytes;
    }
    const buffer = capi.borrow(o, PyBUF_SIMPLE);
    if (buffer === null) throw RAISED;
    const bytes = capi.memory.copyOut(buffer.pointer, buffer.length);
    capi.release(buffer);
    return bytes;
  }

  /** A new reference to the Python object of a value; 0 with an exception set when memory is short. Arrays become tuples. */
  function toPython(value: unknown): PyObject {
    if (typeof value === 'number') return capi.fromNumber(value);
    if (typeof value === 'string') return capi.strOf(value);
    if (Array.isArray(value)) return capi.tupleOf(...value.map(toPython));
    if (value === null || value === undefined) return capi.none();
    if (value instanceof Uint8Array) return capi.bytesOf(value);
    if (typeof value === 'bigint') return capi.PyLong_FromLongLong(value);
    if (typeof value === 'boolean') return capi.PyBool_FromLong(value);
    return capi.fsDecode((value as FileSystemString).bytes);
  }

  return { fromPython, addressFrom, toPython, isAscii };
}
