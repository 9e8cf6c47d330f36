/**
 * The process's own C library, through koffi. `load(null)` opens the symbols that Node itself is linked with,
 * so glibc and musl both work and no library name is guessed.
 */
import koffi from './koffi.ts';

const library = koffi.load(null);

/** A C function as JavaScript sees it: integers are numbers, `void *` takes a typed array or null. */
export type CFunction = (...args: unknown[]) => number;

/** Binds a C function by its prototype, e.g. `int listen(int, int)`. Throws when libc has no such symbol. */
export function bind<F = CFunction>(prototype: string): F {
  // What a function takes and returns stands in the prototype.
  return library.func(prototype) as unknown as F;
}

/** Binds on the first call: for functions that few programs use, so that they cost nothing at start-up. */
export function lazy<F extends (...args: never[]) => unknown = CFunction>(prototype: string): F {
  let bound: F | undefined;
  return ((...args: Parameters<F>) => {
    bound ??= bind<F>(prototype);
    return bound(...args);
  }) as F;
}

/** The errno that the last call left, for functions that report a failure in their own way. Read at once. */
export function errno(): number {
  return koffi.errno();
}

/** Sets errno, for functions that say by it alone whether they have failed. */
export function setErrno(number: number): void {
  koffi.errno(number);
}

/** A C function that is called in a thread of Node's own: its last argument is called when it has returned. */
export function bindAsync(prototype: string): (...args: unknown[]) => void {
  let bound: { async(...args: unknown[]): void } | undefined;
  return (...args) => {
    bound ??= library.func(prototype);
    bound.async(...args);
  };
}

/** What most functions return: -1 alone is the failure, and becomes `-errno`. */
export function resultOf(result: number): number {
  return result === -1 ? -koffi.errno() : result;
}

/** What `posix_spawn`, `posix_fallocate` and `pthread_*` return: the error's number itself, 0 for none. It becomes 0 or `-errno`. */
export function errnoOf(result: number): number {
  return result === 0 ? 0 : -result;
}

/**
 * For functions of which any number may be the value, -1 included (`getpriority`): errno tells whether the call failed. Returns 0
 * with the value in `place`, or `-errno`.
 */
export function valueInto(place: Int32Array, call: () => number): number {
  koffi.errno(0);
  const value = call();
  const failure = value === -1 ? koffi.errno() : 0;
  place[0] = value;
  return failure === 0 ? 0 : -failure;
}

/** The host address of a typed array's first byte. It holds while the array's memory is neither moved nor freed. */
export function addressOf(bytes: ArrayBufferView): number {
  return Number(koffi.address(bytes));
}

/** A view of `length` bytes of host memory at `address`. The caller says that the memory lives as long as the view is used. */
export function viewOf(address: number | bigint, length: number): Uint8Array {
  return new Uint8Array(koffi.view(BigInt(address), length));
}

/** A NUL-terminated string of host memory, decoded as UTF-8; null at address 0. */
export function stringAt(address: number | bigint): string | null {
  return Number(address) === 0 ? null : (koffi.decode.string(BigInt(address)) as string);
}
