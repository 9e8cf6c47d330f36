/** Python/getargs.c: converttuple, convertsimple: the units of formats. */
import { type BorrowedBuffer, PyBUF_SIMPLE, PyBUF_WRITABLE } from './bytesobject.ts';
import type { CApi, PyObject } from './index.ts';
import type { Format } from './modsupport-format.ts';
import type { Integers } from './modsupport-integers.ts';

/** What a unit of a format gives. An optional one that is missing gives undefined. */
export type Parsed = number | bigint | string | Uint8Array | BorrowedBuffer | undefined;

/** Sets the TypeError for an object of another type. */
type Fail = (o: PyObject, expected: string) => null;

type Convert = (o: PyObject, fail: Fail) => Parsed | null;

/** A unit of a format: gives an object's value, or null with an exception set. */
type Unit = (o: PyObject) => Parsed | null;

/** The units by their letters. */
function createConverters(capi: CApi, { asInt, asSize, PyLong_AsInt }: Integers): Record<string, Convert> {
  function text(o: PyObject, fail: Fail): string | null {
    if (!capi.PyUnicode_Check(o)) return fail(o, 'str');
    const value = capi.stringFrom(o);
    if (value?.includes('\0')) {
      capi.raise('ValueError', 'embedded null character');
      return null;
    }
    return value;
  }

  /** `et` with idna: a str encoded, bytes as they are. */
  function idna(o: PyObject, fail: Fail): Uint8Array | null {
    let bytes: Uint8Array | null;
    if (capi.PyBytes_Check(o) || capi.PyByteArray_Check(o)) bytes = capi.bytesFrom(o);
    else if (!capi.PyUnicode_Check(o)) return fail(o, 'str, bytes or bytearray');
    else {
      const encoded = capi.PyUnicode_AsEncodedString(o, capi.memory.literal('idna'), 0);
      if (encoded === 0) return null;
      bytes = capi.bytesFrom(encoded);
      capi.Py_DecRef(encoded);
    }
    return bytes?.includes(0) ? fail(o, 'encoded string without null bytes') : bytes;
  }

  function unsignedMask(o: PyObject): number | null {
    const value = capi.PyLong_AsUnsignedLongMask(o) >>> 0;
    return value === 0xffffffff && capi.PyErr_Occurred() !== 0 ? null : value;
  }

  function notAnInteger(o: PyObject): null {
    capi.raise('TypeError', `'${capi.tp_name(capi.Py_TYPE(o))}' object cannot be interpreted as an integer`);
    return null;
  }

  return {
    i: asInt,
    // Our own: an int as the parsers have it that are generated from signatures (Argument Clinic).
    'i!': PyLong_AsInt,
    n: asSize,
    I: (o) => unsignedMask(o),
    K: (o) => {
      if (!capi.PyLong_Check(o) && capi.PyIndex_Check(o) === 0) return notAnInteger(o);
      const value = capi.PyLong_AsUnsignedLongLongMask(o);
      return value === -1n && capi.PyErr_Occurred() !== 0 ? null : BigInt.asUintN(64, value);
    },
    O: (o) => o,
    // With PyLong_Type, the only type that is asked for.
    'O!': (o, fail) => (capi.PyLong_Check(o) ? o : fail(o, 'int')),
    s: text,
    z: (o, fail) => (o === capi.Py_None ? undefined : text(o, () => fail(o, 'str or None'))),
    et: idna,
    'y*': (o) => capi.borrow(o, PyBUF_SIMPLE),
    'w*': (o, fail) => {
      const buffer = capi.borrow(o, PyBUF_WRITABLE);
      if (buffer !== null) return buffer;
      capi.PyErr_Clear();
      return fail(o, 'read-write bytes-like object');
    },
  };
}

export type Units = ReturnType<typeof createUnits>;

export function createUnits(capi: CApi, integers: Integers) {
  const converters = createConverters(capi, integers);

  const convertersOf = (format: Format): Unit[] =>
    format.units.map((unit, index) => {
      const convert = converters[unit];
      if (convert === undefined) throw new Error(`no such format unit: ${unit}`);
      const fail: Fail = (o, expected) => wrongType(format, index + 1, o, expected);
      return (o) => convert(o, fail);
    });

  /** Python/getargs.c: converterr, seterror */
  function wrongType(format: Format, position: number, o: PyObject, expected: string): null {
    const given = capi.givenName(o);
    const where = format.name === undefined ? `argument ${position}` : `${format.name}() argument ${position}`;
    capi.raise('TypeError', format.message ?? `${where} must be ${expected}, not ${given}`);
    return null;
  }

  function releaseAll(parsed: readonly Parsed[]): void {
    for (const value of parsed) {
      if (typeof value === 'object' && 'view' in value) capi.release(value as BorrowedBuffer);
    }
  }

  function convertInto(converts: readonly Unit[], index: number, o: PyObject, into: Parsed[]) {
    const value = (converts[index] as Unit)(o);
    if (value === null) {
      releaseAll(into);
      return false;
    }
    into[index] = value;
    return true;
  }

  return { convertersOf, convertInto, releaseAll };
}
