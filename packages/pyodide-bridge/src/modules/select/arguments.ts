/** The arguments that the functions and methods of `select` have in common. */
import { constants } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import type { PyObject } from '../../capi/index.ts';
import { rawAddress, rawFunction } from '../../wasm/emscripten.ts';

/** `_PyTime_ROUND_TIMEOUT`: away from zero, so that no wait is shorter than asked for. */
const ROUND_TIMEOUT = 3;
const NS_PER_SECOND = 1e9;
const NS_PER_MS = 1e6;
const { INT_MAX, INT_MIN } = constants;

/** Instead of a host descriptor: a number that no open file has. */
export const NEVER_OPEN = INT_MAX;
/** Instead of a host descriptor: a file in the guest's memory, which is as ready as a regular file. The kernel skips it. */
export const IN_MEMORY = -1;

export type SelectArguments = ReturnType<typeof createSelectArguments>;

export function createSelectArguments(bridge: Bridge) {
  const { capi, descriptors, replay } = bridge;
  const { memory, module } = capi;
  const asInt = rawFunction(module, 'PyLong_AsInt');
  const asFileDescriptor = rawFunction(module, 'PyObject_AsFileDescriptor') as (o: PyObject) => number;
  const getAttr = rawFunction(module, 'PyObject_GetAttr');
  const methodType = rawAddress(module, 'PyMethod_Type');
  let fileno: PyObject | undefined;
  const checkPositional = rawFunction(module, '_PyArg_CheckPositional');
  const unsignedShort = rawFunction(module, '_PyLong_UnsignedShort_Converter');
  const fromSeconds = rawFunction(module, '_PyTime_FromSecondsObject');
  const fromMilliseconds = rawFunction(module, '_PyTime_FromMillisecondsObject');

  /** Nanoseconds; -1 for none, null with an exception set. */
  function timeout(o: PyObject, from: typeof fromSeconds, expected: string): number | null {
    if (o === 0 || o === capi.Py_None) return -1;
    const exact = capi.exactInt(o);
    if (exact !== undefined) return exact * (from === fromSeconds ? NS_PER_SECOND : NS_PER_MS);
    return memory.onStack(8, (slot) => {
      if (from(slot, o, ROUND_TIMEOUT) >= 0) return memory.int32(slot + 4) * 2 ** 32 + memory.uint32(slot);
      if (capi.PyErr_ExceptionMatches(capi.PyExc('TypeError')) !== 0) {
        capi.raise('TypeError', `timeout must be ${expected} or None`);
      }
      return null;
    });
  }

  /** fileobject.c: PyObject_AsFileDescriptor, of what fileno() has returned. Takes the reference over. */
  function fromFileno(result: PyObject): number {
    if (result === 0) return -1;
    const isInt = capi.PyLong_Check(result);
    const fd = isInt ? asFileDescriptor(result) : -1;
    if (!isInt) capi.raise('TypeError', 'fileno() returned a non-integer');
    capi.Py_DecRef(result);
    return fd;
  }

  /** Likewise, of an object whose fileno() may wait for another thread. */
  function fdOfObject(o: PyObject): number {
    const known = replay.answer(o);
    if (known !== undefined) return fromFileno(known);
    fileno ??= capi.PyUnicode_InternFromString(memory.literal('fileno'));
    const method = getAttr(o, fileno);
    if (method === 0) {
      capi.PyErr_Clear();
      return asFileDescriptor(o);
    }
    if (capi.Py_TYPE(method) === methodType) {
      replay.want(o, method);
      return -1;
    }
    const result = capi.PyObject_CallNoArgs(method);
    capi.Py_DecRef(method);
    return fromFileno(result);
  }

  return {
    /** Whether a METH_FASTCALL function got as many arguments as it takes. An exception is set when not. */
    count: (name: string, count: number, least: number, most: number): boolean =>
      checkPositional(memory.literal(name), count, least, most) !== 0,
    /** An argument of a METH_FASTCALL function. */
    at: (args: number, index: number): PyObject => memory.uint32(args + index * 4),
    /** A C int; null with an exception set. */
    int(o: PyObject): number | null {
      const exact = capi.exactInt(o);
      if (exact !== undefined) return exact;
      const value = asInt(o);
      return value === -1 && capi.PyErr_Occurred() !== 0 ? null : value;
    },
    /** The descriptor of an int, or of an object with fileno(); -1 with an exception set. */
    fd(o: PyObject): number {
      const exact = capi.exactInt(o);
      if (exact !== undefined && exact >= 0) return exact;
      return replay.isAsked ? fdOfObject(o) : asFileDescriptor(o);
    },
    /** The host's descriptor for the guest's, NEVER_OPEN, or IN_MEMORY. */
    host(guest: number): number {
      const fd = descriptors.host(guest);
      if (fd >= 0) return fd;
      return descriptors.isOpen(guest) ? IN_MEMORY : NEVER_OPEN;
    },
    /** An event mask of poll; null with an exception set. */
    unsignedShort: (o: PyObject): number | null =>
      memory.onStack(4, (slot) => (unsignedShort(o, slot) === 0 ? null : memory.uint32(slot) & 0xffff)),
    seconds: (o: PyObject, expected: string): number | null => timeout(o, fromSeconds, expected),
    milliseconds: (o: PyObject, expected: string): number | null => timeout(o, fromMilliseconds, expected),
    /** Whether milliseconds are what poll() and epoll_wait() can be given. An exception is set when not. */
    isMilliseconds(ms: number): boolean {
      if (ms >= INT_MIN && ms <= INT_MAX) return true;
      capi.raise('OverflowError', 'timeout is too large');
      return false;
    },
  };
}
