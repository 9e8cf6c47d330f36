/**
 * OpenSSL's own functions, in the OpenSSL that Node is linked with, whose functions its executable exports; else in the system's.
 *
 * Pointers are `uintptr_t`, which is a number here: addresses of user space have 47 bits. Memory that a call reads or fills is
 * either such an address, or a typed array where the prototype says `void *`.
 */
import koffi from '../call/koffi.ts';
import type { CFunction } from '../call/libc.ts';

/** Functions that OpenSSL has from version 3 on, and none of its relatives has all of. */
const OF_VERSION_3 = ['SSL_CTX_new', 'SSL_read_ex', 'SSL_get1_peer_certificate'];

/** Where the runtime's executable exports no OpenSSL (Bun, Deno). Deep: Bun exports BoringSSL, whose functions have the same names. */
const SYSTEM_LIBRARY = 'libssl.so.3';

type Library = ReturnType<typeof koffi.load>;

function findLibrary(): Library | null {
  for (const open of [() => koffi.load(null), () => koffi.load(SYSTEM_LIBRARY, { deep: true })]) {
    try {
      const library = open();
      for (const name of OF_VERSION_3) library.symbol(name);
      return library;
    } catch {
      // The other one may be there.
    }
  }
  return null;
}

let found: Library | null | undefined;

/** The OpenSSL of the executable, or else of the system; null where there is none of version 3. */
function library(): Library | null {
  if (found === undefined) found = findLibrary();
  return found;
}

/** Whether there is an OpenSSL of version 3 that can be called. */
export function isAvailable(): boolean {
  return library() !== null;
}

/** The same, without a look where Node says that it has one: what a start can afford. */
export function isLikelyAvailable(): boolean {
  const { openssl = '', bun, deno } = process.versions as Readonly<Record<string, string | undefined>>;
  return (openssl.startsWith('3.') && bun === undefined && deno === undefined) || isAvailable();
}

/** Why there is none: what `import ssl` says then. */
export const UNAVAILABLE = `TLS needs OpenSSL 3: this JavaScript runtime does not export it, and there is no ${SYSTEM_LIBRARY} on this system`;

/** A function by its prototype: one that answers a C string answers null for NULL. */
type Bound<P> = P extends `const char *${string}` ? (...args: unknown[]) => string | null : CFunction;

/** A table of functions by their C prototypes. Each is bound when it is first called: call them as members of it. */
export function functions<const T extends Record<string, string>>(prototypes: T): { [K in keyof T]: Bound<T[K]> } {
  const table: Record<string, CFunction> = {};
  for (const [name, prototype] of Object.entries(prototypes)) {
    table[name] = (...args) => {
      // What a function takes and returns stands in the prototype.
      const bound = library()!.func(prototype) as unknown as CFunction;
      table[name] = bound;
      return bound(...args);
    };
  }
  return table as { [K in keyof T]: Bound<T[K]> };
}

/** Sets errno to 0: what a call that follows leaves there is its own. */
export function clearErrno(): void {
  koffi.errno(0);
}

let registered = 0;

/**
 * A C function pointer to `call`, which stays for as long as the process. errno is left as it was.
 *
 * Contract: `call` throws nothing, and is only called while a function of OpenSSL's is.
 */
export function callback(prototype: string, call: (...args: number[]) => number | undefined): number {
  const keepErrno = (...args: number[]): number | undefined => {
    const errno = koffi.errno();
    try {
      return call(...args);
    } finally {
      koffi.errno(errno);
    }
  };
  // koffi wants names to be unique in the process.
  const unique = prototype.replace(/(\w+)\(/, `$1_${registered++}(`);
  return Number(koffi.register(keepErrno, koffi.pointer(koffi.proto(unique))));
}

const c = functions({
  OpenSSL_version_num: 'unsigned long OpenSSL_version_num()',
  OpenSSL_version: 'const char *OpenSSL_version(int)',
});

/** The version as a number, whose digits are major (1), minor (2), fix (2), patch (2) and status (1) in hexadecimal. */
export function versionNumber(): number {
  return c.OpenSSL_version_num();
}

export function versionText(): string {
  return c.OpenSSL_version(0) as string;
}
