/** Python/getargs.c: what a function's arguments may be, for callers that no compiler checks. */
import { OverflowError, UnicodeEncodeError, ValueError } from './errors.ts';
import { typeName } from './python-types.ts';

const INT_MAX = 0x7fffffff;

/** What `PyNumber_Index` takes: whole numbers and truth values. */
export function index(value: unknown): number | bigint {
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  if (typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return Number(value);
  throw new TypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
}

/** Python/getargs.c: format "i" */
export function int(value: unknown): number {
  const number = index(value);
  if (number > INT_MAX) throw new OverflowError('signed integer is greater than maximum');
  if (number < -INT_MAX - 1) throw new OverflowError('signed integer is less than minimum');
  return Number(number);
}

/** Python/getargs.c: format "I", which wraps around as C does. */
export function wrappedUint(value: unknown): number {
  return Number(BigInt.asUintN(32, BigInt(index(value))));
}

/** socketmodule.c: UNSIGNED_INT_CONVERTER. `type` is C's name of it. */
export function unsigned(value: unknown, type: string, bits: number): number {
  const number = index(value);
  if (number < 0) throw new ValueError('Cannot convert negative int');
  if (number >= 2 ** bits) throw new OverflowError(`Python int too large for C ${type}`);
  return Number(number);
}

/** Python/getargs.c: convertsimple's name of a wrong argument. */
function argumentType(value: unknown): string {
  return value === null || value === undefined ? 'None' : typeName(value);
}

/** Python/getargs.c: format "s", a text without NUL. `argument` is how the message calls it, e.g. `inet_aton() argument`. */
export function text(value: unknown, argument: string): string {
  if (typeof value !== 'string') throw new TypeError(`${argument} must be str, not ${argumentType(value)}`);
  utf8(value);
  if (value.includes('\0')) throw new ValueError('embedded null character');
  return value;
}

/** Python/getargs.c: format "y*" */
export function bytesLike(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) return new Uint8Array(value);
  throw new TypeError(`a bytes-like object is required, not '${typeName(value)}'`);
}

/** Objects/unicodeobject.c: PyUnicode_FSConverter, without its NUL at the end. */
export function path(value: unknown): Uint8Array {
  if (typeof value !== 'string' && !(value instanceof Uint8Array)) {
    throw new TypeError(`expected str, bytes or os.PathLike object, not ${typeName(value)}`);
  }
  const bytes = typeof value === 'string' ? utf8(value) : value;
  if (bytes.includes(0)) throw new ValueError('embedded null byte');
  return bytes;
}

/** Objects/unicodeobject.c: unicode_encode_utf8, errors "strict" */
export function utf8(value: string): Uint8Array {
  if (/\p{Surrogate}/u.test(value)) {
    const start = Array.from(value).findIndex((character) => /\p{Surrogate}/u.test(character));
    throw new UnicodeEncodeError('utf-8', value, start, start + 1, 'surrogates not allowed');
  }
  return Buffer.from(value);
}
