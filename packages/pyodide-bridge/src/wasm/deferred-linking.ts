/**
 * Emscripten's tables for dynamic linking, filled when the first library is loaded.
 *
 * Pyodide exports 8,500 names, so that libraries loaded later can be linked to them. Emscripten enters each at the start: among
 * the imports that a library sees, as a place of the function table in the "global offset table" (GOT), and in a map from
 * functions to their places. That takes 90 ms, and most programs load no library. Here they seem to be entered while Emscripten
 * starts. Its own functions enter them when C code loads a library or looks a symbol up.
 */

import type { EmscriptenModule, Imports } from './emscripten.ts';
import { placeFunctions } from './function-table.ts';
import type { Call } from './placements.ts';

interface Linker extends EmscriptenModule {
  readonly GOT: Record<string, { value: number }>;
  mergeLibSymbols(exports: object, name: string): void;
  updateGOT(exports: object): void;
  updateTableMap(start: number, count: number): void;
}

/** Where C code asks for libraries and symbols. */
const ENTRANCES = ['_dlopen_js', '_emscripten_dlopen_js', '_dlsym_js', '_dlsym_catchup_js'] as const;

export interface DeferredLinking {
  /** Call it before Emscripten sees the instance. Answers what it is to see in its place. */
  begin(instance: WebAssembly.Instance): WebAssembly.Instance;
  /** Call it when Emscripten has started. */
  end(): void;
}

/** The functions of JavaScript whose places are in the guest's data. Emscripten would make a module for each. */
function placeImports({ GOT }: Linker, imports: Imports, table: WebAssembly.Table): void {
  const functions = Object.entries(GOT).flatMap(([name, entry]) => {
    const call = imports[name] as (Call & { sig?: string }) | undefined;
    return entry.value === -1 && call?.sig !== undefined ? [{ entry, call, signature: call.sig }] : [];
  });
  const start = table.grow(functions.length);
  placeFunctions(
    table,
    functions.map(({ call, signature }, i) => ({ place: start + i, call, signature })),
  );
  for (const [i, { entry }] of functions.entries()) entry.value = start + i;
}

/**
 * The exports for Emscripten, which first takes all names there are, to enter them among the imports of libraries, and then all
 * of them for itself: the first time there is one.
 */
function appearingLate(exports: WebAssembly.Exports): WebAssembly.Exports {
  const late: WebAssembly.Exports = {};
  const property = { enumerable: true, configurable: true };
  Object.defineProperty(late, 'memory', {
    ...property,
    get() {
      Object.defineProperty(late, 'memory', { ...property, writable: true });
      return Object.assign(late, exports).memory;
    },
  });
  return late;
}

/** Call it before WebAssembly is instantiated. */
export function deferLinking(module: EmscriptenModule, imports: Imports): DeferredLinking {
  const linker = module as Linker;
  let complete = (): void => {};

  for (const name of ENTRANCES) {
    const call = imports[name] as Imports[string];
    imports[name] = (...args) => {
      complete();
      return call(...args);
    };
  }

  return {
    begin(instance) {
      const { exports } = instance;
      const table = exports.__indirect_function_table as WebAssembly.Table;
      placeImports(linker, imports, table);
      // A name that is found is not entered. Emscripten tells one that is not in the GOT by its value, -1.
      Object.setPrototypeOf(imports, exports);
      Object.setPrototypeOf(linker.GOT, exports);
      // It looks for `main` there too.
      imports.main ??= exports.__main_argc_argv as Imports[string];
      // How many functions it enters in its map.
      Object.defineProperty(table, 'length', { value: 0, configurable: true });
      complete = () => {
        complete = () => {};
        Object.setPrototypeOf(imports, Object.prototype);
        Object.setPrototypeOf(linker.GOT, Object.prototype);
        linker.updateTableMap(0, table.length);
        linker.mergeLibSymbols(exports, 'main');
        linker.updateGOT(exports);
      };
      return { exports: appearingLate(exports) };
    },

    end() {
      delete (linker.wasmTable as { length?: number }).length;
      // Libraries that JavaScript loads.
      Object.setPrototypeOf(
        linker.GOT,
        new Proxy(
          {},
          {
            get(_, name) {
              complete();
              return typeof name === 'string' ? linker.GOT[name] : undefined;
            },
          },
        ),
      );
    },
  };
}
