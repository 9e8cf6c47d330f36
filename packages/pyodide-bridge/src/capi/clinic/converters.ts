/** Argument Clinic's converters for numbers, strings and objects, with CPython's words. */
import { rawFunction } from '../../wasm/emscripten.ts';
import { type BorrowedBuffer, PyBUF_SIMPLE, type PyObject, RAISED } from '../index.ts';
import type { Clinic, Converter } from './converter.ts';

function known<T>(value: T | null): T {
  if (value === null) throw RAISED;
  return value;
}

function refuse({ capi }: Clinic, type: string, message: string): never {
  capi.raise(type, message);
  throw RAISED;
}

/** The value of an object that is an int or has `__index__`; beyond 64 bits 2 ** 64 or its negative. */
export function indexOf({ capi }: Clinic, o: PyObject): bigint {
  const exact = capi.exactInt(o);
  if (exact !== undefined) return BigInt(exact);
  const index = capi.PyNumber_Index(o);
  if (index === 0) throw RAISED;
  const [value, sign] = capi.memory.onStack(4, (overflow) => [
    capi.PyLong_AsLongLongAndOverflow(index, overflow),
    capi.memory.int32(overflow),
  ]) as [bigint, number];
  capi.Py_DecRef(index);
  return sign === 0 ? value : sign > 0 ? 2n ** 64n : -(2n ** 64n);
}

const LONG = 2n ** 63n;

/** `object`: borrowed. */
export const object: Converter<PyObject> = { convert: (_clinic, o) => o };

/** `bool` */
export const bool: Converter<boolean> = {
  convert({ capi }, o) {
    const truth = capi.PyObject_IsTrue(o);
    if (truth < 0) throw RAISED;
    return truth !== 0;
  },
};

/** `int` */
export const int: Converter<number> = { convert: ({ parsers }, o) => known(parsers.PyLong_AsInt(o)) };

/** `long`, and `Py_off_t` of a 64-bit Linux. */
export const long: Converter<bigint> = {
  convert(clinic, o) {
    const value = indexOf(clinic, o);
    if (value >= LONG || value < -LONG) refuse(clinic, 'OverflowError', 'Python int too large to convert to C long');
    return value;
  },
};

/** `Py_ssize_t` */
export const size: Converter<number> = { convert: ({ parsers }, o) => known(parsers.asSize(o)) };

/** `unsigned_int(bitwise=True)` */
export const maskedUnsigned: Converter<number> = {
  convert(clinic, o) {
    const { capi } = clinic;
    if (capi.exactInt(o) === undefined && capi.PyIndex_Check(o) === 0) indexOf(clinic, o);
    const value = capi.PyLong_AsUnsignedLongMask(o);
    if (value === -1 && capi.PyErr_Occurred() !== 0) throw RAISED;
    return value >>> 0;
  },
};

/** longobject.c: _PyLong_UnsignedInt_Converter */
export const unsigned: Converter<number> = {
  convert(clinic, o) {
    const value = indexOf(clinic, o);
    if (value < 0n) refuse(clinic, 'ValueError', 'Cannot convert negative int');
    if (value > 0xffffffffn) {
      refuse(clinic, 'OverflowError', 'Python int too large to convert to C unsigned int');
    }
    return Number(value);
  },
};

/** posixmodule.c: _Py_Uid_Converter, _Py_Gid_Converter. sic: too much for 32 bits is less than the minimum. */
function identifier(kind: string): Converter<number> {
  return {
    convert(clinic, o) {
      const { capi } = clinic;
      if (capi.PyIndex_Check(o) === 0) {
        refuse(clinic, 'TypeError', `${kind} should be integer, not ${capi.tp_name(capi.Py_TYPE(o))}`);
      }
      const value = indexOf(clinic, o);
      if (value === 2n ** 64n) refuse(clinic, 'OverflowError', `${kind} is greater than maximum`);
      if (value < -1n || value > 0xffffffffn) refuse(clinic, 'OverflowError', `${kind} is less than minimum`);
      return Number(value) >>> 0;
    },
  };
}

export const uid = identifier('uid');
export const gid = identifier('gid');

/** posixmodule.c: _Py_Dev_Converter: -1 is NODEV. */
export const device: Converter<bigint> = {
  convert(clinic, o) {
    const { capi } = clinic;
    const index = capi.PyNumber_Index(o);
    if (index === 0) throw RAISED;
    const small = capi.exactInt(index);
    const value = BigInt(small ?? 0);
    if (small === undefined) {
      const whole = rawFunction<(o: PyObject) => bigint>(capi.module, 'PyLong_AsUnsignedLongLong')(index);
      capi.Py_DecRef(index);
      if (BigInt.asUintN(64, whole) === 2n ** 64n - 1n && capi.PyErr_Occurred() !== 0) throw RAISED;
      return BigInt.asUintN(64, whole);
    }
    capi.Py_DecRef(index);
    if (value < -1n) refuse(clinic, 'OverflowError', "can't convert negative int to unsigned");
    return BigInt.asUintN(64, value);
  },
};

/** `fildes`: an int, or an object with `fileno()`. */
export const fildes: Converter<number> = {
  convert({ capi }, o) {
    const fd = rawFunction(capi.module, 'PyObject_AsFileDescriptor')(o);
    if (fd < 0) throw RAISED;
    return fd;
  },
};

/** `str`, as UTF-8 in JavaScript. */
export const str: Converter<string> = {
  convert(clinic, o, { function: name }) {
    const { capi } = clinic;
    if (!capi.PyUnicode_Check(o)) {
      const given = capi.givenName(o);
      refuse(clinic, 'TypeError', `${name}() argument 1 must be str, not ${given}`);
    }
    const text = known(capi.stringFrom(o));
    if (text.includes('\0')) refuse(clinic, 'ValueError', 'embedded null character');
    return text;
  },
};

/** `double` */
export const double: Converter<number> = {
  convert({ capi }, o) {
    const value = capi.PyFloat_AsDouble(o);
    if (value === -1 && capi.PyErr_Occurred() !== 0) throw RAISED;
    return value;
  },
};

/** `Py_buffer` */
export const buffer: Converter<BorrowedBuffer> = {
  convert: ({ capi }, o) => known(capi.borrow(o, PyBUF_SIMPLE)),
  release: ({ capi }, value) => capi.release(value),
};

/** `PyUnicode_FSConverter`: the bytes of a path, NUL-terminated, as a guest address. */
export const fsString: Converter<{ readonly pointer: number; readonly o: PyObject }> = {
  convert({ capi }, o) {
    const bytes = capi.PyUnicode_FSConverter(o);
    if (bytes === 0) throw RAISED;
    return { pointer: capi.PyBytes_AS_STRING(bytes), o: bytes };
  },
  release: ({ capi }, { o }) => capi.Py_DecRef(o),
};
