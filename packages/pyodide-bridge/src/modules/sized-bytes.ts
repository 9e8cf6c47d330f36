/** Bytes objects that something is received into, of a size that Python code gave. */
import type { Bridge } from '../bridge.ts';
import type { PyObject } from '../capi/index.ts';

/** The most bytes that the guest's memory can be asked for: its Py_ssize_t. */
const PY_SSIZE_T_MAX = 0x7fffffff;
const BYTES_HEAD = 17;
/** From here on the host's Py_ssize_t does not hold the object's size; as near as a double comes. */
const TOO_LARGE = 2 ** 63 - 1024;

/** A new bytes object of a size that may be too large for the guest; 0 with CPython's exception set. */
export function newBytes(bridge: Bridge, size: number): PyObject {
  const { capi } = bridge;
  if (size > TOO_LARGE) return capi.raise('OverflowError', 'byte string is too large');
  return size > PY_SSIZE_T_MAX - BYTES_HEAD ? capi.PyErr_NoMemory() : capi.PyBytes_FromStringAndSize(0, size);
}

/** Cuts a bytes object to what was received. With MSG_TRUNC that can be more than it holds: the rest is then zeros. */
export function fitBytes(bridge: Bridge, bytes: PyObject, size: number, received: number): PyObject {
  const { capi } = bridge;
  if (received === size) return bytes;
  const fitted = capi.PyBytes_Resize(bytes, received);
  if (fitted !== 0 && received > size) {
    const start = capi.PyBytes_AS_STRING(fitted);
    capi.module.HEAPU8.fill(0, start + size, start + received);
  }
  return fitted;
}
