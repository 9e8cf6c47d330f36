/** Include/longobject.h, Include/boolobject.h, Include/floatobject.h */

import {
  type EmscriptenModule,
  type Pointer,
  type PyObject,
  type RawFunction,
  rawAddress,
  rawFunction,
} from '../wasm/emscripten.ts';
import { PyLongObject, PyObjectHead } from './layout.ts';

const { ob_type } = PyObjectHead;
const { lv_tag, ob_digit, SIGN_MASK } = PyLongObject;
const TWO_DIGITS = 2 << PyLongObject.NON_SIZE_BITS;
/** pycore_runtime_init: the small ints lie one after the other. They are immortal: who gets one counts no reference. */
const LAST_SMALL = 256;

export function createLong(module: EmscriptenModule) {
  const fn = <F = RawFunction>(name: string) => rawFunction<F>(module, name);
  const PyLong_Type = rawAddress(module, 'PyLong_Type');
  const Py_True = rawAddress(module, '_Py_TrueStruct');
  const Py_False = rawAddress(module, '_Py_FalseStruct');
  const subtype = fn('PyType_IsSubtype');
  const fromLong = fn('PyLong_FromLong') as (value: number) => PyObject;
  const fromDouble = fn('PyLong_FromDouble') as (value: number) => PyObject;
  const zero = fromLong(0);
  const hasSmall = fromLong(LAST_SMALL) - zero === LAST_SMALL * PyLongObject.sizeof;
  return {
    PyLong_Type,
    PyLong_Check(o: PyObject): boolean {
      const type = module.HEAPU32[(o + ob_type) >>> 2] as number;
      return type === PyLong_Type || subtype(type, PyLong_Type) !== 0;
    },
    /** The value of an object that is exactly an int, of one digit: less than 2 ** 30 on both sides of 0. Else undefined; nothing raises. */
    exactInt(o: PyObject): number | undefined {
      const words = module.HEAPU32;
      if (words[(o + ob_type) >>> 2] !== PyLong_Type) return undefined;
      const tag = words[(o + lv_tag) >>> 2] as number;
      return tag < TWO_DIGITS ? (1 - (tag & SIGN_MASK)) * (words[(o + ob_digit) >>> 2] as number) : undefined;
    },
    PyLong_FromLong: fromLong,
    /** An int of any value that a double holds exactly. */
    fromNumber(value: number): PyObject {
      if (value !== (value | 0)) return fromDouble(value);
      return hasSmall && value >= 0 && value <= LAST_SMALL ? zero + value * PyLongObject.sizeof : fromLong(value);
    },
    PyLong_FromUnsignedLongLong: fn<(value: bigint) => PyObject>('PyLong_FromUnsignedLongLong'),
    PyLong_FromLongLong: fn<(value: bigint) => PyObject>('PyLong_FromLongLong'),
    /** 32 bits in the guest. Sets `*overflow` to -1 or 1 instead of raising when the value does not fit. */
    PyLong_AsLongAndOverflow: fn('PyLong_AsLongAndOverflow') as (o: PyObject, overflow: Pointer) => number,
    PyLong_AsLongLongAndOverflow: fn<(o: PyObject, overflow: Pointer) => bigint>('PyLong_AsLongLongAndOverflow'),
    PyLong_AsUnsignedLongMask: fn('PyLong_AsUnsignedLongMask') as (o: PyObject) => number,
    PyLong_AsUnsignedLongLongMask: fn<(o: PyObject) => bigint>('PyLong_AsUnsignedLongLongMask'),
    /** Both are immortal. */
    PyBool_FromLong: (value: boolean): PyObject => (value ? Py_True : Py_False),
    PyFloat_FromDouble: fn('PyFloat_FromDouble') as (value: number) => PyObject,
    PyFloat_AsDouble: fn('PyFloat_AsDouble') as (o: PyObject) => number,
    PyFloat_Type: rawAddress(module, 'PyFloat_Type'),
  };
}
