/**
 * Include/modsupport.h: argument parsing, with CPython's formats and CPython's messages (Python/getargs.c).
 *
 * Differs: C's own parser is not called, because the guest's `long` and `Py_ssize_t` have 32 bits where the
 * host's have 64; what fits and what overflows, and in which words, is decided as on a 64-bit Linux.
 */

import { type BorrowedBuffer, PyBUF_SIMPLE, PyBUF_WRITABLE } from './bytesobject.ts';
import type { CApi, Pointer, PyObject } from './index.ts';

/** What a unit of a format gives. An optional one that is missing gives undefined. */
export type Parsed = number | bigint | string | Uint8Array | BorrowedBuffer | undefined;

/** Parses positional arguments, as METH_FASTCALL passes them. null with an exception set when they don't fit. */
export type PositionalParser = (args: Pointer, count: number) => Parsed[] | null;
/** Parses a tuple and a dict (0 for none), as `tp_init` and METH_VARARGS | METH_KEYWORDS pass them. */
export type KeywordParser = (args: PyObject, kwargs: PyObject) => Parsed[] | null;

/** Parses positional arguments and, after them, those whose names are in a tuple (0 for none), as METH_FASTCALL | METH_KEYWORDS passes them. */
export type FastKeywordParser = (args: Pointer, count: number, names: PyObject) => Parsed[] | null;

/** Sets the TypeError for an object of another type. */
type Fail = (o: PyObject, expected: string) => null;

type Convert = (o: PyObject, fail: Fail) => Parsed | null;

interface Format {
  units: string[];
  required: number;
  positional: number;
  name: string | undefined;
  message: string | undefined;
}

function readFormat(format: string): Format {
  const [spec, name] = splitOnce(format, ':');
  const [body, message] = splitOnce(spec, ';');
  const units: string[] = [];
  let required = -1;
  let positional = -1;
  for (const [token] of body.matchAll(/\||\$|[Oi]!|et|[a-zA-Z]\*?/g)) {
    if (token === '|') required = units.length;
    else if (token === '$') positional = units.length;
    else units.push(token);
  }
  return {
    units,
    required: required < 0 ? units.length : required,
    positional: positional < 0 ? units.length : positional,
    name,
    message,
  };
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

const INT_MAX = 0x7fffffffn;
const INT_MIN = -0x80000000n;

export type ArgumentParsers = ReturnType<typeof createArgumentParsers>;

export function createArgumentParsers(capi: CApi) {
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

  const converters: Record<string, Convert> = {
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

  function unsignedMask(o: PyObject): number | null {
    const value = capi.PyLong_AsUnsignedLongMask(o) >>> 0;
    return value === 0xffffffff && capi.PyErr_Occurred() !== 0 ? null : value;
  }

  function notAnInteger(o: PyObject): null {
    capi.raise('TypeError', `'${capi.tp_name(capi.Py_TYPE(o))}' object cannot be interpreted as an integer`);
    return null;
  }

  /** A unit of a format: gives an object's value, or null with an exception set. */
  type Unit = (o: PyObject) => Parsed | null;

  const convertersOf = (format: Format): Unit[] =>
    format.units.map((unit, index) => {
      const convert = converters[unit];
      if (convert === undefined) throw new Error(`no such format unit: ${unit}`);
      const fail: Fail = (o, expected) => wrongType(format, index + 1, o, expected);
      return (o) => convert(o, fail);
    });

  /** Python/getargs.c: converterr, seterror */
  function wrongType(format: Format, position: number, o: PyObject, expected: string): null {
    const given = o === capi.Py_None ? 'None' : capi.tp_name(capi.Py_TYPE(o));
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

  /** `PyArg_ParseTuple`, for arguments that lie in an array. */
  function positional(spec: string): PositionalParser {
    const format = readFormat(spec);
    const converts = convertersOf(format);
    const most = format.units.length;
    return (args, count) => {
      if (count < format.required || count > most) {
        const bound = format.required === most ? 'exactly' : count < format.required ? 'at least' : 'at most';
        const n = count < format.required ? format.required : most;
        const name = format.name === undefined ? 'function' : `${format.name}()`;
        const message = `${name} takes ${bound} ${n} argument${n === 1 ? '' : 's'} (${count} given)`;
        capi.raise('TypeError', format.message ?? message);
        return null;
      }
      const parsed: Parsed[] = [];
      for (let index = 0; index < count; index++) {
        if (!convertInto(converts, index, capi.memory.uint32(args + index * 4), parsed)) return null;
      }
      return parsed;
    };
  }

  /** `PyArg_ParseTupleAndKeywords`. */
  function keywords(spec: string, names: readonly string[]): KeywordParser {
    const format = readFormat(spec);
    const converts = convertersOf(format);
    const most = format.units.length;
    const call = format.name === undefined ? 'function' : `${format.name}()`;
    return (args, kwargs) => {
      // What C passes is a tuple, not of a subclass.
      const count = capi.PyTuple_GET_SIZE(args);
      const given = kwargs === 0 ? 0 : capi.PyDict_Size(kwargs);
      if (count + given > most) {
        const kind = count === 0 ? 'keyword ' : '';
        const plural = most === 1 ? '' : 's';
        capi.raise('TypeError', `${call} takes at most ${most} ${kind}argument${plural} (${count + given} given)`);
        return null;
      }
      if (count > format.positional) {
        const bound = format.positional <= format.required ? 'exactly' : 'at most';
        const plural = format.positional === 1 ? '' : 's';
        const takes = `${bound} ${format.positional} positional argument${plural}`;
        capi.raise(
          'TypeError',
          `${call} takes ${format.positional === 0 ? 'no positional arguments' : takes}${format.positional === 0 ? '' : ` (${count} given)`}`,
        );
        return null;
      }
      const parsed: Parsed[] = [];
      const named = (index: number): PyObject =>
        given === 0 ? 0 : capi.PyDict_GetItemString(kwargs, capi.memory.literal(names[index] as string));
      const refuse = (message: string): null => {
        releaseAll(parsed);
        capi.raise('TypeError', message);
        return null;
      };
      let taken = 0;
      for (let index = 0; index < most; index++) {
        const o = index < count ? capi.PyTuple_GET_ITEM(args, index) : named(index);
        if (o === 0) {
          if (index >= format.required) continue;
          return refuse(`${call} missing required argument '${names[index]}' (pos ${index + 1})`);
        }
        if (index >= count) taken++;
        if (!convertInto(converts, index, o, parsed)) return null;
      }
      if (taken === given) return parsed;
      for (let index = 0; index < count; index++) {
        if (named(index) === 0) continue;
        return refuse(`argument for ${call} given by name ('${names[index]}') and position (${index + 1})`);
      }
      releaseAll(parsed);
      return unexpectedKeyword(call, kwargs, names);
    };
  }

  /** The same as `keywords`, without a tuple and a dict where no argument is given by name. */
  function fastKeywords(spec: string, names: readonly string[]): FastKeywordParser {
    const format = readFormat(spec);
    const converts = convertersOf(format);
    const parse = keywords(spec, names);
    return (args, count, kwnames) => {
      if (kwnames !== 0 || count < format.required || count > format.positional) return slowly(args, count, kwnames);
      const parsed: Parsed[] = [];
      for (let index = 0; index < count; index++) {
        if (!convertInto(converts, index, capi.memory.uint32(args + index * 4), parsed)) return null;
      }
      return parsed;
    };

    function slowly(args: Pointer, count: number, kwnames: PyObject): Parsed[] | null {
      const at = (index: number): PyObject => capi.memory.uint32(args + index * 4);
      const tuple = capi.tupleOf(...Array.from({ length: count }, (_, index) => capi.newRef(at(index))));
      const dict = kwnames === 0 ? 0 : capi.PyDict_New();
      const given = kwnames === 0 ? 0 : capi.PyTuple_Size(kwnames);
      for (let index = 0; index < given; index++) {
        capi.PyDict_SetItem(dict, capi.PyTuple_GetItem(kwnames, index), at(count + index));
      }
      try {
        return parse(tuple, dict);
      } finally {
        capi.Py_DecRef(tuple);
        if (dict !== 0) capi.Py_DecRef(dict);
      }
    }
  }

  function unexpectedKeyword(call: string, kwargs: PyObject, names: readonly string[]): null {
    capi.memory.onStack(12, (slots) => {
      capi.memory.setInt32(slots, 0);
      while (capi.PyDict_Next(kwargs, slots, slots + 4, slots + 8) !== 0) {
        const key = capi.memory.uint32(slots + 4);
        if (!capi.PyUnicode_Check(key)) {
          capi.raise('TypeError', 'keywords must be strings');
          return;
        }
        const name = capi.stringFrom(key);
        if (name !== null && !names.includes(name)) {
          capi.raise('TypeError', `${call} got an unexpected keyword argument '${name}'`);
          return;
        }
      }
    });
    return null;
  }

  return { positional, keywords, fastKeywords, asInt, asSize, PyLong_AsInt, PyLong_AsSocket_t, releaseAll };
}
