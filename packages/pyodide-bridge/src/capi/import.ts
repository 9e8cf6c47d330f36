/** Include/import.h, Include/moduleobject.h: built-in modules that are made when they are first imported. */

import { type Pointer, rawAddress, rawFunction, registered, remembered } from '../wasm/emscripten.ts';
import type { CApi, PyObject } from './index.ts';
import { Inittab, PyModuleDef, PyModuleDefSlot } from './layout.ts';
import type { Definitions } from './methodobject.ts';

/** A built-in module. `fill` adds everything to the new, empty module object; what it throws becomes a Python exception. */
export interface BuiltinModule {
  readonly name: string;
  fill(module: PyObject): void;
}

/** The interpreter's own copy of the table of built-in modules: where it is pointed to, and how many rows it has. */
function findTable({ module, memory }: CApi): { place: Pointer; count: number } {
  const original = memory.uint32(rawAddress(module, 'PyImport_Inittab'));
  const runtime = rawAddress(module, '_PyRuntime');
  const isCopy = (table: Pointer): boolean =>
    table !== original &&
    table % 4 === 0 &&
    table < module.HEAPU8.length - Inittab.sizeof &&
    [0, 4, 8, 12].every((offset) => memory.uint32(table + offset) === memory.uint32(original + offset));
  const place = remembered(module, () => {
    let place = runtime;
    while (!isCopy(memory.uint32(place))) {
      place += 4;
      if (place > runtime + (1 << 20)) throw new Error('this Python keeps no table of built-in modules');
    }
    return place;
  });
  const count = remembered(module, () => {
    let count = 0;
    while (memory.uint32(memory.uint32(place) + count * Inittab.sizeof) !== 0) count++;
    return count;
  });
  return { place, count };
}

/** moduleobject.h: PyModuleDef with one slot, which executes the module. Returns the address of `PyInit_name`. */
function initFunction(capi: CApi, define: Definitions, { name, fill }: BuiltinModule): Pointer {
  const { memory, module } = capi;
  const initialize = rawFunction(module, 'PyModuleDef_Init');
  const definition = memory.malloc(PyModuleDef.sizeof);
  const slots = memory.malloc(2 * PyModuleDefSlot.sizeof);
  module.HEAPU8.fill(0, definition, definition + PyModuleDef.sizeof);
  memory.setInt32(definition + PyModuleDef.m_name, memory.literal(name));
  memory.setInt32(definition + PyModuleDef.m_slots, slots);
  const fillOnce = registered(module, `import ${name}`, fill);
  const execute = define.callback(
    (created = 0) => {
      fillOnce(created);
      return 0;
    },
    'ii',
    -1,
  );
  module.HEAP32.set([PyModuleDefSlot.Py_mod_exec, execute, 0, 0], slots >> 2);
  return define.callback(() => initialize(definition), 'i', 0);
}

/**
 * Enters modules in the table of built-in ones: `import` finds them as it finds `posix`. A row of a module that the interpreter
 * has is replaced.
 */
export function appendInittab(capi: CApi, define: Definitions, modules: readonly BuiltinModule[]): void {
  if (modules.length === 0) return;
  const { memory, module } = capi;
  const { place, count } = findTable(capi);
  const table = memory.malloc((count + modules.length + 1) * Inittab.sizeof);
  const rows = modules.flatMap((row) => [memory.literal(row.name), initFunction(capi, define, row)]);
  const old = memory.uint32(place);
  module.HEAPU8.copyWithin(table, old, old + count * Inittab.sizeof);
  // At the end: Python/import.c takes the last row of a name.
  module.HEAP32.set([...rows, 0, 0], (table >> 2) + count * (Inittab.sizeof / 4));
  memory.setInt32(place, table);
}
