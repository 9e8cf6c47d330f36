/** What CPython's argument parser (Python/getargs.c) does for addresses: one function a format unit. */
import { OverflowError, ValueError } from '../base/errors.ts';
import { typeName } from '../base/python-types.ts';
import { encodeUtf8, FsPath, fsencode } from './fs-path.ts';

/**
 * A Python object that no JavaScript value stands for: the name of its type, and what its `__index__`, its buffer and
 * its `__fspath__` give if it has them.
 */
export interface PythonObject {
  readonly pythonType: string;
  readonly index?: number | bigint;
  readonly buffer?: Uint8Array;
  readonly fspath?: string | Uint8Array;
}

function protocols(value: unknown): Partial<PythonObject> {
  return typeof value === 'object' && value !== null && 'pythonType' in value ? (value as PythonObject) : {};
}

/** A tuple is a JavaScript array. */
export function tupleArgument(value: unknown, family: string, prefix: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new TypeError(`${prefix}: ${family} address must be tuple, not ${typeName(value)}`);
}

/** getargs.c: vgetargs1_impl, the number of items. `text` is what the format has after its `;`. */
export function checkLength(items: readonly unknown[], least: number, most: number, text: string): void {
  if (items.length < least || items.length > most) throw new TypeError(text);
}

/** The same for a format without text. `name` is what the format has after its `:`. */
export function checkExactLength(items: readonly unknown[], count: number, name = 'function'): void {
  if (items.length === count) return;
  const subject = name === 'function' ? name : `${name}()`;
  throw new TypeError(`${subject} takes exactly ${count} arguments (${items.length} given)`);
}

/** abstract.c: PyIndex_Check and PyNumber_Index: an integer, or undefined where Python has none. */
export function indexOf(value: unknown): number | bigint | undefined {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? value : undefined;
    case 'bigint':
      return value;
    case 'boolean':
      return value ? 1 : 0;
    default:
      return protocols(value).index;
  }
}

function requiredIndex(value: unknown): number | bigint {
  const index = indexOf(value);
  if (index === undefined) throw new TypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  return index;
}

/** getargs.c: convertsimple, `i` */
export function intArgument(value: unknown): number {
  const index = requiredIndex(value);
  if (index > 0x7fffffff) throw new OverflowError('signed integer is greater than maximum');
  if (index < -0x80000000) throw new OverflowError('signed integer is less than minimum');
  return Number(index);
}

/** getargs.c: convertsimple, `B`, `H` and `I`: the low 8, 16 or 32 bits, without a check for overflow */
export function maskedArgument(value: unknown, bits: number): number {
  return lowBits(requiredIndex(value), bits);
}

/** getargs.c: convertsimple, `k` */
export function unsignedLongArgument(value: unknown, position: number): number {
  return lowBits(requiredInt(value, position), 32);
}

/** getargs.c: convertsimple, `K` */
export function unsignedLongLongArgument(value: unknown, position: number): bigint {
  return BigInt.asUintN(64, BigInt(requiredInt(value, position)));
}

function requiredInt(value: unknown, position: number): number | bigint {
  const index = indexOf(value);
  // sic: None is called None here, and NoneType everywhere else.
  const type = value === null || value === undefined ? 'None' : typeName(value);
  if (index === undefined) throw new TypeError(`argument ${position} must be int, not ${type}`);
  return index;
}

function lowBits(index: number | bigint, bits: number): number {
  const word = typeof index === 'number' ? index >>> 0 : Number(BigInt.asUintN(32, index));
  return bits === 32 ? word : word & ((1 << bits) - 1);
}

/** getargs.c: convertsimple, `s`: the UTF-8 bytes of a str. `text` is what the format has after its `;`. */
export function stringArgument(value: unknown, text: string): Uint8Array {
  if (typeof value !== 'string') throw new TypeError(text);
  const bytes = encodeUtf8(value, false);
  if (bytes.includes(0)) throw new ValueError('embedded null character');
  return bytes;
}

/** getargs.c: convertsimple, `y*` */
export function bufferArgument(value: unknown): Uint8Array {
  const buffer = value instanceof Uint8Array ? value : protocols(value).buffer;
  if (buffer !== undefined) return buffer;
  throw new TypeError(`a bytes-like object is required, not '${typeName(value)}'`);
}

/** unicodeobject.c: PyUnicode_FSConverter */
export function fsArgument(value: unknown): Uint8Array {
  const path = protocols(value).fspath ?? value;
  let bytes: Uint8Array;
  if (typeof path === 'string') bytes = fsencode(path);
  else if (path instanceof Uint8Array) bytes = path;
  else if (path instanceof FsPath) bytes = path.bytes;
  else throw new TypeError(`expected str, bytes or os.PathLike object, not ${typeName(value)}`);
  if (bytes.includes(0)) throw new ValueError('embedded null byte');
  return bytes;
}
