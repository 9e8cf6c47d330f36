/**
 * _struct.c: the native sizes of `l`, `L`, `n`, `N` and `P`, which have 8 bytes on a 64-bit Linux.
 *
 * The native formats are rows of a table in memory: a format's character, size, alignment, and the functions that unpack and
 * pack it. The rows of the five get what those of `q` and `Q` have, which read and write 8 bytes.
 */
import type { EmscriptenModule, Pointer, PyObject } from '../capi/index.ts';
import { FormatDef } from '../capi/layout.ts';
import { memberOf } from '../capi/moduleobject.ts';
import { once, rawFunction, remembered } from '../wasm/emscripten.ts';
import type { IdentityContext, RunsPython } from './context.ts';

const code = (character: string): number => character.charCodeAt(0);
const WORDS = FormatDef.sizeof / 4;
/** How the table begins: pad bytes, then the formats of one byte. */
const BEGINNING = [...'xbBc'].map(code);
/** More than it has rows. */
const MOST_ROWS = 40;

/** By format, the one whose size, alignment and functions it gets. */
const WIDE = { l: 'q', L: 'Q', n: 'q', N: 'Q', P: 'Q' } as const;

type Rows = Map<string, Pointer>;

/** The rows of a table that begins at a word; undefined where none does. */
function rowsAt(words: Uint32Array, start: number): Rows | undefined {
  for (const [row, format] of BEGINNING.entries()) if (words[start + row * WORDS] !== format) return undefined;
  const rows: Rows = new Map();
  for (let row = 0; row < MOST_ROWS; row++) {
    const at = start + row * WORDS;
    const format = words[at] as number;
    if (format === 0) return rows;
    if (format > 0x7f) return undefined;
    rows.set(String.fromCharCode(format), at * 4);
  }
  return undefined;
}

/** The native table is the one of the three whose `I` is aligned. */
function findNativeTable({ HEAPU32: words }: EmscriptenModule): Rows {
  const [first] = BEGINNING as [number];
  for (let at = words.indexOf(first); at >= 0; at = words.indexOf(first, at + 1)) {
    const rows = rowsAt(words, at);
    const unsigned = rows?.get('I');
    if (rows && unsigned !== undefined && words[(unsigned + FormatDef.alignment) >>> 2] === 4) return rows;
  }
  throw new Error('this Python keeps the native formats of struct elsewhere');
}

/** _struct.c: np_void_p, where a pointer has 64 bits: negative numbers are pointers as well. */
function pointerPacker({ capi, define }: IdentityContext, unsigned: () => Pointer) {
  const { memory, module } = capi;
  const asUnsigned = rawFunction<(o: PyObject) => bigint>(module, 'PyLong_AsUnsignedLongLong');

  function tooLarge(isInt: boolean): number {
    capi.PyErr_Clear();
    if (!isInt) capi.raise('OverflowError', 'Python int too large to convert to C unsigned long');
    else {
      const error = memberOf(capi, 'struct', 'error');
      memory.withCString('int too large to convert', (text) => setString(error, text));
      capi.Py_DecRef(error);
    }
    return -1;
  }
  const setString = rawFunction(module, 'PyErr_SetString');

  return (state = 0, to = 0, o = 0, row = 0): number => {
    const isInt = capi.PyLong_Check(o);
    if (!isInt && capi.PyIndex_Check(o) === 0) return define.callTable(unsigned(), state, to, o, row);
    const index = capi.PyNumber_Index(o);
    if (index === 0) return -1;
    const [signed, sign] = memory.onStack(4, (overflow) => [
      capi.PyLong_AsLongLongAndOverflow(index, overflow),
      memory.int32(overflow),
    ]) as [bigint, number];
    const value = sign > 0 ? asUnsigned(index) : signed;
    capi.Py_DecRef(index);
    if (sign < 0 || (sign > 0 && capi.PyErr_Occurred() !== 0)) return tooLarge(isInt);
    new DataView(module.HEAPU8.buffer).setBigUint64(to, BigInt.asUintN(64, value), true);
    return 0;
  };
}

export function widenStruct(context: IdentityContext, python: RunsPython): void {
  const { memory, module } = context.capi;
  let unsigned: Pointer = 0;
  const packPointer = module.addFunction(
    pointerPacker(context, () => unsigned),
    'iiiii',
  );
  unsigned = remembered(module, () => memory.uint32((findNativeTable(module).get('Q') as Pointer) + FormatDef.pack));
  once(module, () => {
    const rows = findNativeTable(module);
    for (const [format, wide] of Object.entries(WIDE)) {
      const [to, from] = [rows.get(format) as Pointer, rows.get(wide) as Pointer];
      module.HEAPU8.copyWithin(to + FormatDef.size, from + FormatDef.size, from + FormatDef.sizeof);
    }
    memory.setInt32((rows.get('P') as Pointer) + FormatDef.pack, packPointer);
  });
  // Formats that were used before are kept with the sizes that they had.
  python.runPython('import struct\nstruct._clearcache()\ndel struct');
}
