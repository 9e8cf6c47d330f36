/** Arguments of the methods of a socket: sizes, flags, bytes, and arguments that Python takes by position and by name. */
import { indexOf } from '../address/arguments.ts';
import { OverflowError, ValueError } from '../base/errors.ts';
import { typeName } from '../base/python-types.ts';

/** What Python calls a bytes-like object: any view of memory, or the memory itself. */
export type BytesLike = ArrayBufferView | ArrayBuffer;

/** Where bytes are received: Python's `nbytes` and `flags` of recv_into() and recvfrom_into(). */
export interface ReceiveOptions {
  /** How many bytes at most; 0 for as many as fit. */
  nbytes?: number;
  /** `MSG_*` */
  flags?: number;
}

const PY_SSIZE_T_MAX = 2n ** 63n - 1n;

/** getargs.c: convertsimple, `n` */
export function sizeArgument(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  const index = indexOf(value);
  if (index === undefined) throw new TypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  const size = BigInt(index);
  if (size > PY_SSIZE_T_MAX || size < -PY_SSIZE_T_MAX - 1n) {
    throw new OverflowError('Python int too large to convert to C ssize_t');
  }
  return Number(size);
}

/** The size of a buffer that `method` is to fill. */
export function bufferSizeArgument(value: unknown, method: string): number {
  const size = sizeArgument(value);
  if (size < 0) throw new ValueError(`negative buffersize in ${method}`);
  return size;
}

/** getargs.c: convertsimple, `y*`: the bytes themselves, not a copy. */
export function bytesArgument(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw new TypeError(`a bytes-like object is required, not '${typeName(value)}'`);
}

/** getargs.c: convertsimple, `w*`. `argument` is how the text calls it, e.g. `recv_into() argument 1`. */
export function writableArgument(value: unknown, argument: string): Uint8Array {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return bytesArgument(value);
  const given = value === null || value === undefined ? 'None' : typeName(value);
  throw new TypeError(`${argument} must be read-write bytes-like object, not ${given}`);
}

/** Arguments by their names: those given by position, and those of an object in the last place. */
export function byName<Options extends object>(args: readonly unknown[], names: readonly string[]): Partial<Options> {
  if (args.length === 0) return {};
  const last = args.at(-1);
  const options = isOptions(last) ? last : {};
  const positional = isOptions(last) ? args.slice(0, -1) : args;
  return { ...Object.fromEntries(positional.map((value, at) => [names[at], value])), ...options };
}

function isOptions(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value) && !Array.isArray(value);
}

/** Memory for `size` bytes that are about to be received: of a large one, the content is undefined. */
export function newBytes(size: number): Uint8Array {
  return size < 4096 ? new Uint8Array(size) : new Uint8Array(Buffer.allocUnsafeSlow(size).buffer);
}

/** The part of a buffer that was filled, in memory of its own. With MSG_TRUNC more may have come than fits: that is zeros. */
export function fitBytes(bytes: Uint8Array, received: number): Uint8Array {
  if (received === bytes.length) return bytes;
  if (received < bytes.length) return bytes.slice(0, received);
  const longer = new Uint8Array(received);
  longer.set(bytes);
  return longer;
}
