/** Include/unicodeobject.h */

import { RAISED } from '@pysock/host/call';
import { type EmscriptenModule, type Pointer, type PyObject, rawAddress, rawFunction } from '../wasm/emscripten.ts';
import type { Memory } from '../wasm/memory.ts';
import { PyBytesObject, PyObjectHead, PyVarObject } from './layout.ts';

const decoder = new TextDecoder();
const encoder = new TextEncoder();
const SCRATCH = 256;
/** Up to here a loop is quicker than what encodes and decodes any text. */
const SHORT = 32;
/** How many short texts are kept: names of hosts come again and again. */
const KEPT = 64;

const { ob_type } = PyObjectHead;

/** Reads text out of the guest's memory. */
function createDecoding(module: EmscriptenModule) {
  const kept: string[] = Array.from({ length: KEPT }, () => '');

  /** The JavaScript string of UTF-8. */
  function decoded(start: Pointer, length: number): string {
    const bytes = module.HEAPU8;
    if (length === 0 || length > SHORT) return decoder.decode(bytes.subarray(start, start + length));
    const place = (length + (bytes[start] as number) * 5 + (bytes[start + length - 1] as number) * 11) % KEPT;
    const text = kept[place] as string;
    let index = text.length === length ? 0 : length + 1;
    while (
      index < length &&
      text.charCodeAt(index) === bytes[start + index] &&
      (bytes[start + index] as number) < 128
    ) {
      index++;
    }
    if (index === length) return text;
    const read = decoder.decode(bytes.subarray(start, start + length));
    kept[place] = read;
    return read;
  }
  return decoded;
}

/** Names of files, whose bytes need not be UTF-8 (PEP 383). */
function createPaths(module: EmscriptenModule, memory: Memory) {
  const fn = (name: string) => rawFunction(module, name);
  const fsConverter = fn('PyUnicode_FSConverter');
  return {
    /** New bytes of a path: str, bytes, or an object with `__fspath__`. */
    PyUnicode_FSConverter: (o: PyObject): PyObject =>
      memory.onStack(4, (slot) => (fsConverter(o, slot) === 0 ? 0 : memory.uint32(slot))),
    PyUnicode_EncodeFSDefault: fn('PyUnicode_EncodeFSDefault') as (o: PyObject) => PyObject,
    PyUnicode_DecodeFSDefaultAndSize: fn('PyUnicode_DecodeFSDefaultAndSize') as (
      bytes: Pointer,
      size: number,
    ) => PyObject,
    /** A str of file-system bytes, undecodable ones as surrogates (PEP 383). */
    fsDecode(bytes: Uint8Array): PyObject {
      const pointer = memory.malloc(bytes.length + 1);
      memory.copyIn(pointer, bytes);
      const o = fn('PyUnicode_DecodeFSDefaultAndSize')(pointer, bytes.length);
      memory.free(pointer);
      return o;
    },
  };
}

export function createUnicode(module: EmscriptenModule, memory: Memory) {
  const fn = (name: string) => rawFunction(module, name);
  const PyUnicode_Type = rawAddress(module, 'PyUnicode_Type');
  const subtype = fn('PyType_IsSubtype');
  const fromStringAndSize = fn('PyUnicode_FromStringAndSize') as (text: Pointer, size: number) => PyObject;
  const asUTF8AndSize = fn('PyUnicode_AsUTF8AndSize');
  const asEncodedString = fn('PyUnicode_AsEncodedString');
  const decode = fn('PyUnicode_Decode');
  const clear = fn('PyErr_Clear');
  const decref = fn('Py_DecRef');
  const scratch = memory.malloc(SCRATCH);
  const size = memory.malloc(4);
  const decoded = createDecoding(module);

  return {
    PyUnicode_Type,
    PyUnicode_Check(o: PyObject): boolean {
      const type = module.HEAPU32[(o + ob_type) >>> 2] as number;
      return type === PyUnicode_Type || subtype(type, PyUnicode_Type) !== 0;
    },
    /** A new str. */
    strOf(text: string): PyObject {
      if (text.length <= SHORT) {
        const bytes = module.HEAPU8;
        let index = 0;
        for (let code = 0; index < text.length; index++) {
          code = text.charCodeAt(index);
          if (code > 127) break;
          bytes[scratch + index] = code;
        }
        if (index === text.length) return fromStringAndSize(scratch, index);
      }
      if (text.length * 3 < SCRATCH) {
        const { written } = encoder.encodeInto(text, module.HEAPU8.subarray(scratch, scratch + SCRATCH));
        return fromStringAndSize(scratch, written);
      }
      return memory.withCString(text, (pointer) => fromStringAndSize(pointer, module.lengthBytesUTF8(text)));
    },
    /** The JavaScript string of a str; null with UnicodeEncodeError set when it has surrogates. */
    stringFrom(o: PyObject): string | null {
      const start = asUTF8AndSize(o, size);
      if (start === 0) return null;
      return decoded(start, module.HEAP32[size >> 2] as number);
    },
    /** The JavaScript string of a str, whose surrogates stay what they are. Throws when memory is short. */
    stringWithSurrogates(o: PyObject): string {
      const text = asUTF8AndSize(o, size);
      if (text !== 0) return decoded(text, module.HEAP32[size >> 2] as number);
      clear();
      const encoded = asEncodedString(o, memory.literal('utf-16-le'), memory.literal('surrogatepass'));
      if (encoded === 0) throw RAISED;
      const length = module.HEAP32[(encoded + PyVarObject.ob_size) >> 2] as number;
      const start = encoded + PyBytesObject.ob_sval;
      const units = Buffer.from(module.HEAPU8.subarray(start, start + length));
      decref(encoded);
      return units.toString('utf16le');
    },
    /** The text of `repr(o)`. Throws RAISED when that raises. */
    reprOf(o: PyObject): string {
      const repr = fn('PyObject_Repr')(o);
      if (repr === 0) throw RAISED;
      const start = asUTF8AndSize(repr, size);
      const text = start === 0 ? null : decoded(start, module.HEAP32[size >> 2] as number);
      decref(repr);
      if (text === null) throw RAISED;
      return text;
    },
    /** A new str of a JavaScript string that may have surrogates. */
    strWithSurrogates(text: string): PyObject {
      const units = Buffer.from(text, 'utf16le');
      const pointer = memory.malloc(units.length + 1);
      memory.copyIn(pointer, units);
      const o = decode(pointer, units.length, memory.literal('utf-16-le'), memory.literal('surrogatepass'));
      memory.free(pointer);
      return o;
    },
    ...createPaths(module, memory),
    PyUnicode_InternFromString: fn('PyUnicode_InternFromString') as (text: Pointer) => PyObject,
    PyUnicode_AsEncodedString: fn('PyUnicode_AsEncodedString') as (
      o: PyObject,
      encoding: Pointer,
      errors: Pointer,
    ) => PyObject,
  };
}
