/**
 * A library of the host's, as C code in the guest finds it: dlopen, dlsym, and libffi's calls of what dlsym returned.
 *
 * Its functions have addresses behind every place of the function table: libffi, through which ctypes calls, tells them by it.
 */
import type { EmscriptenModule, Imports, Pointer } from './emscripten.ts';

export interface ForeignLibrary {
  /** Whether a library of this name is the host's. */
  isNamed(name: string): boolean;
  /** The address of a function; 0 when there is none of that name. `undefined`: one of the guest's own. */
  symbol(name: string): Pointer | undefined;
  /** Told of the address of a function of the guest's own. */
  guestSymbol(name: string, address: Pointer): void;
  /** The text of dlerror for a name that is not in a library: of the program itself, or of the one of that name. */
  missing(symbol: string, library: string | undefined): string;
  /** libffi: ffi_call. False when the function is none of this library's. */
  call(cif: Pointer, address: Pointer, result: Pointer, args: Pointer): boolean;
  /** Around a call of a function of the guest's own. */
  around(cif: Pointer, address: Pointer, call: () => void): void;
}

const libraries = new WeakMap<object, ForeignLibrary>();

/** From now on, C code finds this library. */
export function useForeignLibrary(module: EmscriptenModule, library: ForeignLibrary): void {
  libraries.set(module, library);
}

/** Where the name of a library lies in Emscripten's `struct dso`. */
const DSO_NAME = 36;

type Words = (...args: number[]) => number;

/** Call it before WebAssembly is instantiated, behind whatever else replaces these imports. */
export function hookForeignLibrary(module: EmscriptenModule, imports: Imports, fail: (text: string) => void): void {
  const open = imports._dlopen_js as Words;
  const find = imports._dlsym_js as Words;
  const call = imports.ffi_call_js as Words;
  const nameAt = (handle: Pointer): string => module.UTF8ToString((handle >>> 0) + DSO_NAME);

  imports._dlopen_js = (handle: Pointer) => (libraries.get(module)?.isNamed(nameAt(handle)) ? 1 : open(handle));

  imports._dlsym_js = (handle: Pointer, symbol: Pointer, index: Pointer) => {
    const library = libraries.get(module);
    // The program itself has no handle.
    const name = handle === 0 ? undefined : nameAt(handle);
    if (library === undefined || (name !== undefined && !library.isNamed(name))) return find(handle, symbol, index);
    const text = module.UTF8ToString(symbol >>> 0);
    let found = library.symbol(text);
    if (found === undefined) {
      found = find(0, symbol, index);
      library.guestSymbol(text, found);
    }
    if (found === 0) fail(library.missing(text, name));
    return found;
  };

  imports.ffi_call_js = (cif: Pointer, address: Pointer, result: Pointer, args: Pointer) => {
    const library = libraries.get(module);
    if (library === undefined) call(cif, address, result, args);
    else if (!library.call(cif >>> 0, address >>> 0, result >>> 0, args >>> 0)) {
      library.around(cif >>> 0, address >>> 0, () => call(cif, address, result, args));
    }
  };
}
