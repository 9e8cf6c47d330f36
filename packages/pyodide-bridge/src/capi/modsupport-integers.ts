/** Objects/longobject.c, as on a 64-bit Linux: integers of Python's as those of C. */
import type { CApi, PyObject } from './index.ts';

const INT_MAX = 0x7fffffffn;
const INT_MIN = -0x80000000n;

export type Integers = ReturnType<typeof createIntegers>;

export function createIntegers(capi: CApi) {
  const overflow = capi.memory.malloc(4);

  /** An object's integer value; null with an exception set when it is none, 'over' or 'under' where 64 bits don't hold it. */
  function integer(o: PyObject): number | bigint | 'over' | 'under' | null {
    return capi.exactInt(o) ?? anyInteger(o);
  }

  function anyInteger(o: PyObject): number | bigint | 'over' | 'under' | null {
    let index = o;
    if (!capi.PyLong_Check(o)) {
      index = capi.PyNumber_Index(o);
      if (index === 0) return null;
    }
    try {
      const value = capi.PyLong_AsLongAndOverflow(index, overflow);
      if (capi.memory.int32(overflow) === 0) return value;
      const long = capi.PyLong_AsLongLongAndOverflow(index, overflow);
      const sign = capi.memory.int32(overflow);
      if (sign === 0) return long;
      return sign > 0 ? 'over' : 'under';
    } finally {
      if (index !== o) capi.Py_DecRef(index);
    }
  }

  /** `i`: a C int. */
  function asInt(o: PyObject): number | null {
    const value = integer(o);
    if (typeof value === 'number' || value === null) return value;
    if (typeof value === 'string') return overflowed('Python int too large to convert to C long');
    if (value > INT_MAX) return overflowed('signed integer is greater than maximum');
    if (value < INT_MIN) return overflowed('signed integer is less than minimum');
    return Number(value);
  }

  /** `n`: a C Py_ssize_t of 64 bits, which a double holds well enough for any size that memory can have. */
  function asSize(o: PyObject): number | null {
    const value = integer(o);
    if (typeof value === 'number' || value === null) return value;
    if (typeof value === 'string') return overflowed('Python int too large to convert to C ssize_t');
    return Number(value);
  }

  function overflowed(message: string): null {
    capi.raise('OverflowError', message);
    return null;
  }

  /** `PyLong_AsInt`: like `i`, with the words of longobject.c. */
  function PyLong_AsInt(o: PyObject): number | null {
    const value = integer(o);
    if (typeof value === 'number' || value === null) return value;
    return overflowed('Python int too large to convert to C int');
  }

  /** socketmodule.h: PyLong_AsSocket_t. sic: of what fits a C long, the lower 32 bits. */
  function PyLong_AsSocket_t(o: PyObject): number | null {
    const value = integer(o);
    if (typeof value === 'number' || value === null) return value;
    if (typeof value === 'string') return overflowed('Python int too large to convert to C long');
    return Number(BigInt.asIntN(32, value));
  }

  return { asInt, asSize, PyLong_AsInt, PyLong_AsSocket_t };
}
