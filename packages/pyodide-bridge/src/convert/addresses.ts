/** Addresses of sockets: of Python's objects, what the shim takes. */
import { constants } from '@pysock/host';
import { type CApi, PyBUF_SIMPLE, type PyObject, RAISED } from '../capi/index.ts';

const { AF_INET, AF_INET6, AF_RDS, AF_UNIX } = constants;

/** The families whose addresses begin with the name of a host. */
const hostFamilies: ReadonlySet<number> = new Set([AF_INET, AF_INET6, AF_RDS]);

export const isAscii = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 127) return false;
  return true;
};

/** An exception is set when `value` is null. */
export const orRaise = <T>(value: T | null): T => {
  if (value === null) throw RAISED;
  return value;
};

/** `fromPython` makes the values of other objects. */
export function createAddresses(capi: CApi, fromPython: (o: PyObject) => unknown) {
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
    if (family === AF_UNIX) return pathFrom(o);
    if (!capi.PyTuple_Check(o)) return fromPython(o);
    if (family === AF_INET && capi.PyTuple_CheckExact(o) && capi.PyTuple_GET_SIZE(o) === 2) {
      return [hostFrom(capi.PyTuple_GET_ITEM(o, 0)), fromPython(capi.PyTuple_GET_ITEM(o, 1))];
    }
    const items = Array.from({ length: capi.PyTuple_Size(o) }, (_, index) => capi.PyTuple_GetItem(o, index));
    if (!hostFamilies.has(family)) return items.map(fromPython);
    return items.map((item, index) => (index === 0 ? hostFrom(item) : fromPython(item)));
  }

  function hostFrom(o: PyObject): unknown {
    if (!capi.PyUnicode_Check(o)) return fromPython(o);
    const text = capi.stringFrom(o);
    if (text === null) capi.PyErr_Clear();
    return text === null || !isAscii(text) ? encodeHost(o) : text;
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

  return addressFrom;
}
