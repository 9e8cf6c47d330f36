/** Include/unicodeobject.h */
import { type EmscriptenModule, type Pointer, type PyObject, rawAddress, rawFunction } from './emscripten.ts';
import type { Memory } from './memory.ts';

const decoder = new TextDecoder();
const encoder = new TextEncoder();
const SCRATCH = 256;

export function createUnicode(module: EmscriptenModule, memory: Memory) {
  const fn = (name: string) => rawFunction(module, name);
  const PyUnicode_Type = rawAddress(module, 'PyUnicode_Type');
  const subtype = fn('PyType_IsSubtype');
  const fromStringAndSize = fn('PyUnicode_FromStringAndSize') as (text: Pointer, size: number) => PyObject;
  const asUTF8AndSize = fn('PyUnicode_AsUTF8AndSize');
  const fsConverter = fn('PyUnicode_FSConverter');
  const scratch = memory.malloc(SCRATCH);
  const size = memory.malloc(4);
  return {
    PyUnicode_Type,
    PyUnicode_Check(o: PyObject): boolean {
      const type = module.HEAPU32[(o + 4) >>> 2] as number;
      return type === PyUnicode_Type || subtype(type, PyUnicode_Type) !== 0;
    },
    /** A new str. */
    strOf(text: string): PyObject {
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
      const length = module.HEAP32[size >> 2] as number;
      return decoder.decode(module.HEAPU8.subarray(start, start + length));
    },
    PyUnicode_InternFromString: fn('PyUnicode_InternFromString') as (text: Pointer) => PyObject,
    /** New bytes of a path: str, bytes, or an object with `__fspath__`. */
    PyUnicode_FSConverter: (o: PyObject): PyObject =>
      memory.onStack(4, (slot) => (fsConverter(o, slot) === 0 ? 0 : memory.uint32(slot))),
    PyUnicode_EncodeFSDefault: fn('PyUnicode_EncodeFSDefault') as (o: PyObject) => PyObject,
    PyUnicode_DecodeFSDefaultAndSize: fn('PyUnicode_DecodeFSDefaultAndSize') as (
      bytes: Pointer,
      size: number,
    ) => PyObject,
    PyUnicode_AsEncodedString: fn('PyUnicode_AsEncodedString') as (
      o: PyObject,
      encoding: Pointer,
      errors: Pointer,
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
