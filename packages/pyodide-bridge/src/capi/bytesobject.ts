/** Include/bytesobject.h, Include/bytearrayobject.h, Include/pybuffer.h */

import { type EmscriptenModule, type Pointer, type PyObject, rawAddress, rawFunction } from '../wasm/emscripten.ts';
import type { Memory } from '../wasm/memory.ts';
import { PyBuffer, PyBytesObject, PyObjectHead, PyVarObject } from './layout.ts';

const { ob_type } = PyObjectHead;
const { ob_size } = PyVarObject;
const { ob_sval } = PyBytesObject;

/** Bytes lent by a Python object: guest address, length, and the `Py_buffer` that holds them (0 for exact bytes, which need none). */
export interface BorrowedBuffer {
  readonly pointer: Pointer;
  readonly length: number;
  readonly view: Pointer;
}

export const PyBUF_SIMPLE = 0;
export const PyBUF_WRITABLE = 1;

export function createBytes(module: EmscriptenModule, memory: Memory) {
  const fn = (name: string) => rawFunction(module, name);
  const PyBytes_Type = rawAddress(module, 'PyBytes_Type');
  const PyByteArray_Type = rawAddress(module, 'PyByteArray_Type');
  const getBuffer = fn('PyObject_GetBuffer');
  const releaseBuffer = fn('PyBuffer_Release');
  const resize = fn('_PyBytes_Resize');
  const fromStringAndSize = fn('PyBytes_FromStringAndSize') as (from: Pointer, size: number) => PyObject;
  const subtype = fn('PyType_IsSubtype');
  /** Room for a `Py_buffer` that nobody uses. */
  const spare: Pointer[] = [];
  const resized = memory.malloc(4);
  const typeOf = (o: PyObject): number => module.HEAPU32[(o + ob_type) >>> 2] as number;
  return {
    PyBytes_Type,
    PyByteArray_Type,
    PyBytes_CheckExact: (o: PyObject): boolean => typeOf(o) === PyBytes_Type,
    PyBytes_Check: (o: PyObject): boolean => typeOf(o) === PyBytes_Type || subtype(typeOf(o), PyBytes_Type) !== 0,
    PyByteArray_Check: (o: PyObject): boolean =>
      typeOf(o) === PyByteArray_Type || subtype(typeOf(o), PyByteArray_Type) !== 0,
    PyBytes_FromStringAndSize: fromStringAndSize,
    /** Macros of bytesobject.h; the object is known to be bytes. */
    PyBytes_AS_STRING: (o: PyObject): Pointer => o + ob_sval,
    PyBytes_GET_SIZE: (o: PyObject): number => module.HEAP32[(o + ob_size) >> 2] as number,
    bytesOf(bytes: Uint8Array): PyObject {
      const o = fromStringAndSize(0, bytes.length);
      if (o !== 0) module.HEAPU8.set(bytes, o + ob_sval);
      return o;
    },
    /** A copy of a bytes or bytearray-like object's content; null with an exception set when it has none. */
    bytesFrom(o: PyObject): Uint8Array | null {
      const view = memory.malloc(PyBuffer.sizeof);
      try {
        if (getBuffer(o, view, PyBUF_SIMPLE) !== 0) return null;
        const start = module.HEAPU32[(view + PyBuffer.buf) >>> 2] as number;
        const bytes = module.HEAPU8.slice(start, start + (module.HEAP32[(view + PyBuffer.len) >> 2] as number));
        releaseBuffer(view);
        return bytes;
      } finally {
        memory.free(view);
      }
    },
    /** `_PyBytes_Resize` on an object that nobody else has. The object, which may have moved, or 0 with MemoryError set. */
    PyBytes_Resize(o: PyObject, size: number): PyObject {
      module.HEAPU32[resized >>> 2] = o;
      resize(resized, size);
      return module.HEAPU32[resized >>> 2] as number;
    },
    /** Borrows an object's bytes until `release`. null with an exception set when it does not lend them that way. */
    borrow(o: PyObject, flags: number): BorrowedBuffer | null {
      if (typeOf(o) === PyBytes_Type && flags === PyBUF_SIMPLE) {
        return { pointer: o + ob_sval, length: module.HEAP32[(o + ob_size) >> 2] as number, view: 0 };
      }
      const view = spare.pop() ?? memory.malloc(PyBuffer.sizeof);
      if (getBuffer(o, view, flags) !== 0) {
        spare.push(view);
        return null;
      }
      return {
        pointer: module.HEAPU32[(view + PyBuffer.buf) >>> 2] as number,
        length: module.HEAP32[(view + PyBuffer.len) >> 2] as number,
        view,
      };
    },
    release(buffer: BorrowedBuffer): void {
      if (buffer.view === 0) return;
      releaseBuffer(buffer.view);
      spare.push(buffer.view);
    },
  };
}
