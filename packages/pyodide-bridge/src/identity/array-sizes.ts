/**
 * arraymodule.c and memoryobject.c: items of `l` and `L` have 8 bytes on a 64-bit Linux.
 *
 * `array` has a table of its typecodes. The rows of `l` and `L` get the functions of `q` and `Q`, and their buffers say `q` and
 * `Q` as well: `memoryview` reads a format `l` as four bytes. Differs: so `memoryview(array('l')).format` is 'q'. What pickles
 * carry is compiled in, and said here.
 */
import type { EmscriptenModule, Pointer, PyObject } from '../capi/index.ts';
import { ArrayDescr } from '../capi/layout.ts';
import { memberOf } from '../capi/moduleobject.ts';
import { once, rawAddress, rawFunction, remembered } from '../wasm/emscripten.ts';
import { replaceCFunction } from './c-function.ts';
import type { IdentityContext } from './context.ts';

const code = (character: string): number => character.charCodeAt(0);
const WORDS = ArrayDescr.sizeof / 4;

/** The rows of arraymodule.c's `descriptors`, which begins with the typecodes `b` and `B`. */
function findRows({ HEAPU32: words }: EmscriptenModule): Map<string, Pointer> {
  for (let at = words.indexOf(code('b')); at >= 0; at = words.indexOf(code('b'), at + 1)) {
    const isTable = words[at + 1] === 1 && words[at + WORDS] === code('B') && words[at + WORDS + 1] === 1;
    if (!isTable || words[at + WORDS * 2] !== code('u')) continue;
    const rows = new Map<string, Pointer>();
    for (let row = at; words[row] !== 0; row += WORDS) rows.set(String.fromCharCode(words[row] as number), row * 4);
    return rows;
  }
  throw new Error('this Python keeps the typecodes of array elsewhere');
}

/** What `array.append` and the like say of a number that an item has no room for: of a C long, and of what is shorter. */
function overflow(typecode: string, isNegative: boolean, fitsLong: boolean): string {
  const isSigned = typecode === 'l' || typecode === 'i';
  if (!isSigned && isNegative) return "can't convert negative value to unsigned int";
  if (!fitsLong) return `Python int too large to convert to C ${isSigned ? 'long' : 'unsigned long'}`;
  if (!isSigned) return 'unsigned int is greater than maximum';
  return isNegative ? 'signed integer is less than minimum' : 'signed integer is greater than maximum';
}

/** arraymodule.c: enum machine_format_code. */
const Machine = { UNSIGNED_INT32_LE: 6, SIGNED_INT32_BE: 9, UNSIGNED_INT64_LE: 10, SIGNED_INT64_LE: 12 } as const;

const WIDE = [
  { typecode: 'l', like: 'q', narrow: 'i', machine: Machine.SIGNED_INT64_LE },
  { typecode: 'L', like: 'Q', narrow: 'I', machine: Machine.UNSIGNED_INT64_LE },
] as const;

/** Typecodes whose items are set with other words, and those whose functions they have. */
const SETTERS = [...WIDE.map(({ typecode, like }) => [typecode, like] as const), ['i', 'i'], ['I', 'I']] as const;

/** arraymodule.c: i_setitem, II_setitem, l_setitem, LL_setitem. What the function `like` does, with a 64-bit Linux's words. */
function itemSetter({ capi, define }: IdentityContext, typecode: string, like: () => Pointer) {
  const asUnsigned = rawFunction<(o: PyObject) => bigint>(capi.module, 'PyLong_AsUnsignedLongLong');
  const isUnsigned = typecode === 'I' || typecode === 'L';
  return (array = 0, index = 0, o = 0): number => {
    const result = define.callTable(like(), array, index, o);
    if (result === 0 || capi.PyErr_ExceptionMatches(capi.PyExc('OverflowError')) === 0) return result;
    capi.PyErr_Clear();
    const number = capi.PyNumber_Index(o);
    if (number === 0) return -1;
    const [sign, large] = capi.memory.onStack(4, (overflowed) => {
      const value = capi.PyLong_AsLongLongAndOverflow(number, overflowed);
      const large = capi.memory.int32(overflowed);
      return [large || Math.sign(Number(value)), large];
    }) as [number, number];
    if (large > 0 && isUnsigned) asUnsigned(number);
    const fitsLong = large === 0 || (isUnsigned && large > 0 && capi.PyErr_Occurred() === 0);
    capi.PyErr_Clear();
    capi.Py_DecRef(number);
    capi.raise('OverflowError', overflow(typecode, sign < 0, fitsLong));
    return -1;
  };
}

function widenRows(context: IdentityContext): void {
  const { memory, module } = context.capi;
  const field = (typecode: string, offset: number) =>
    memory.uint32((findRows(module).get(typecode) as Pointer) + offset);
  for (const [typecode, of] of SETTERS) {
    let like = 0;
    const setter = module.addFunction(
      itemSetter(context, typecode, () => like),
      'iiii',
    );
    like = remembered(module, () => field(of, ArrayDescr.setitem));
    once(module, () => {
      const rows = findRows(module);
      const [to, from] = [rows.get(typecode) as Pointer, rows.get(of) as Pointer];
      module.HEAPU8.copyWithin(to + ArrayDescr.itemsize, from + ArrayDescr.itemsize, from + ArrayDescr.sizeof);
      memory.setInt32(to + ArrayDescr.setitem, setter);
    });
  }
}

/** How arraymodule.c calls `__reduce_ex__`: with the class that defines it, the arguments, their number and keywords' names. */
const REDUCE = 'iiiiii';

/** array_array___reduce_ex___impl: the machine's format code of what has 8 bytes. */
function replaceReduce(context: IdentityContext): void {
  const { capi } = context;
  replaceCFunction(context, ['array', 'array', '__reduce_ex__'], REDUCE, (original) => (self, ...rest) => {
    const reduced = original(self, ...rest);
    const inner = reduced === 0 ? 0 : capi.PyTuple_GetItem(reduced, 1);
    if (inner === 0 || capi.PyTuple_Size(inner) !== 4) return reduced;
    const wide = WIDE.find(({ typecode }) => typecode === capi.stringFrom(capi.PyTuple_GetItem(inner, 1)));
    if (wide === undefined) return reduced;
    const item = (tuple: PyObject, index: number) => capi.newRef(capi.PyTuple_GetItem(tuple, index));
    const machine = capi.PyLong_FromLong(wide.machine);
    const made = capi.tupleOf(item(inner, 0), item(inner, 1), machine, item(inner, 3));
    const whole = capi.tupleOf(item(reduced, 0), made, item(reduced, 2));
    capi.Py_DecRef(reduced);
    return whole;
  });
}

function isArrayType({ capi }: IdentityContext, o: PyObject): boolean {
  const array = memberOf(capi, 'array', 'array');
  const isType = capi.PyType_IsSubtype(capi.Py_TYPE(o), rawAddress(capi.module, 'PyType_Type')) !== 0;
  const isSubtype = isType && capi.PyType_IsSubtype(o, array) !== 0;
  capi.Py_DecRef(array);
  return isSubtype;
}

/**
 * array__array_reconstructor_impl: of what has 8 bytes in the machine's own order, an array; of numbers with 4 bytes, which a
 * 32-bit machine has pickled, one of the typecode that has as many.
 */
function replaceReconstructor(context: IdentityContext): void {
  const { capi } = context;
  const { memory } = capi;
  replaceCFunction(context, ['array', '_array_reconstructor'], 'iiii', (original) => (module, args, count) => {
    const [type, typecode, code, items] = [0, 1, 2, 3].map((index) =>
      index < count ? memory.uint32(args + index * 4) : 0,
    );
    const isText = count === 4 && capi.PyUnicode_Check(typecode as PyObject);
    const text = isText ? capi.stringFrom(typecode as PyObject) : null;
    if (isText && text === null) capi.PyErr_Clear();
    const wide = WIDE.find((row) => row.typecode === text);
    const machine = wide && capi.exactInt(code as PyObject);
    if (wide === undefined || machine === undefined) return original(module, args, count);
    if (machine === wide.machine && capi.PyBytes_Check(items as PyObject) && isArrayType(context, type as PyObject)) {
      const given = capi.tupleOf(capi.newRef(typecode as PyObject), capi.newRef(items as PyObject));
      const array = capi.PyObject_Call(type as PyObject, given, 0);
      capi.Py_DecRef(given);
      return array;
    }
    if (machine < Machine.UNSIGNED_INT32_LE || machine > Machine.SIGNED_INT32_BE) return original(module, args, count);
    const narrow = capi.strOf(wide.narrow);
    memory.setInt32(args + 4, narrow);
    const array = original(module, args, count);
    memory.setInt32(args + 4, typecode as PyObject);
    capi.Py_DecRef(narrow);
    return array;
  });
}

/** What `memoryview.cast` takes in place of formats that it has other sizes for. */
const CASTS: Readonly<Record<string, string>> = { l: 'q', L: 'Q', n: 'q', N: 'Q', P: 'Q' };

/** memoryobject.c: memoryview_cast_impl */
function replaceCast(context: IdentityContext): void {
  const { capi } = context;
  const { memory } = capi;
  const cast = ['builtins', 'memoryview', 'cast'] as const;
  replaceCFunction(context, cast, 'iiiii', (original) => (self, args, count, names) => {
    const isNamed = count === 0 && names !== 0;
    const keywords = isNamed ? capi.PyTuple_Size(names) : 0;
    let place = count > 0 ? args : 0;
    for (let index = 0; index < keywords; index++) {
      if (capi.stringFrom(capi.PyTuple_GetItem(names, index)) === 'format') place = args + index * 4;
    }
    const format = place === 0 ? 0 : memory.uint32(place);
    if (format === 0 || !capi.PyUnicode_Check(format)) return original(self, args, count, names);
    const text = capi.stringFrom(format);
    if (text === null) capi.PyErr_Clear();
    const wide = CASTS[text?.replace(/^@/, '') ?? ''];
    if (wide === undefined) return original(self, args, count, names);
    const other = capi.strOf(wide);
    memory.setInt32(place, other);
    const view = original(self, args, count, names);
    memory.setInt32(place, format);
    capi.Py_DecRef(other);
    return view;
  });
}

export function widenArray(context: IdentityContext): void {
  widenRows(context);
  replaceReduce(context);
  replaceReconstructor(context);
  replaceCast(context);
}
