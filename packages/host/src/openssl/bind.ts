/**
 * OpenSSL's own functions, in the OpenSSL that Node is linked with: its executable exports them.
 *
 * Pointers are `uintptr_t`, which is a number here: addresses of user space have 47 bits. Memory that a call reads or fills is
 * either such an address, or a typed array where the prototype says `void *`.
 */
import koffi from 'koffi';
import { bind, type CFunction } from '../call/libc.ts';

/** Whether this Node's OpenSSL can be called: one of version 3 whose symbols are exported. */
export function isAvailable(): boolean {
  const library = koffi.load(null);
  try {
    for (const name of ['SSL_CTX_new', 'SSL_read_ex', 'SSL_get1_peer_certificate']) library.symbol(name);
    return true;
  } catch {
    return false;
  }
}

/** A function by its prototype: one that answers a C string answers null for NULL. */
type Bound<P> = P extends `const char *${string}` ? (...args: unknown[]) => string | null : CFunction;

/** A table of functions by their C prototypes. Each is bound when it is first called: call them as members of it. */
export function functions<const T extends Record<string, string>>(prototypes: T): { [K in keyof T]: Bound<T[K]> } {
  const table: Record<string, CFunction> = {};
  for (const [name, prototype] of Object.entries(prototypes)) {
    table[name] = (...args) => {
      const bound = bind(prototype);
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
