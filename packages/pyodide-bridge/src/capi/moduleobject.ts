/** Include/moduleobject.h, Include/import.h */

import { rawFunction, registered, remembered } from '../wasm/emscripten.ts';
import type { CApi, Pointer, PyObject } from './index.ts';
import { PyModuleDef, PyModuleDefSlot } from './layout.ts';
import type { Definitions, MethodDef } from './methodobject.ts';

/** What a module has. Members are new references, which are taken over. */
export interface ModuleContents {
  readonly doc: string;
  readonly functions: readonly MethodDef[];
  readonly constants?: Readonly<Record<string, number | string>>;
  readonly members?: Readonly<Record<string, PyObject>>;
}

/** Adds to an empty module object what it has. */
export function fillModule(
  { capi, define }: { readonly capi: CApi; readonly define: Definitions },
  name: string,
  module: PyObject,
  { doc, functions, constants = {}, members = {} }: ModuleContents,
): void {
  const ownerName = capi.strOf(name);
  addMember(capi, module, '__doc__', capi.strOf(doc));
  for (const [key, o] of define.functions(functions, module, ownerName)) addMember(capi, module, key, o);
  for (const [key, value] of Object.entries(constants)) {
    addMember(capi, module, key, typeof value === 'string' ? capi.strOf(value) : capi.fromNumber(value));
  }
  for (const [key, o] of Object.entries(members)) addMember(capi, module, key, o);
  capi.Py_DecRef(ownerName);
}

/** A new module object with a docstring, functions, and an attribute for each integer constant. */
export function newModule(
  capi: CApi,
  define: Definitions,
  name: string,
  doc: string,
  functions: readonly MethodDef[],
  constants: Readonly<Record<string, number>>,
): PyObject {
  const module = rawFunction(capi.module, 'PyModule_New')(capi.memory.literal(name));
  fillModule({ capi, define }, name, module, { doc, functions, constants });
  addMember(capi, module, '__package__', capi.strOf(''));
  return module;
}

/** Sets an attribute of a module and takes the reference over. */
export function addMember(capi: CApi, module: PyObject, name: string, o: PyObject): void {
  capi.PyObject_SetAttrString(module, capi.memory.literal(name), o);
  capi.Py_DecRef(o);
}

/** `sys.modules[name] = module` */
export function registerModule(capi: CApi, name: string, module: PyObject): void {
  const modules = rawFunction(capi.module, 'PyImport_GetModuleDict')();
  capi.PyDict_SetItemString(modules, capi.memory.literal(name), module);
}

/** Adds functions to modules that are already imported, as if they had been compiled in. */
export function extendModules(
  capi: CApi,
  define: Definitions,
  names: readonly string[],
  functions: readonly MethodDef[],
): void {
  const modules = rawFunction(capi.module, 'PyImport_GetModuleDict')();
  const owners = names.map((name) => capi.PyDict_GetItemString(modules, capi.memory.literal(name)));
  const [first] = owners as [PyObject];
  const firstName = capi.strOf(names[0] as string);
  for (const [key, o] of define.functions(functions, first, firstName)) {
    for (const owner of owners) addMember(capi, owner, key, capi.newRef(o));
    capi.Py_DecRef(o);
  }
  capi.Py_DecRef(firstName);
}

/** A member of a module, which is imported for it: a new reference. Throws when there is none. */
export function memberOf(capi: CApi, module: string, name: string): PyObject {
  const imported = rawFunction(capi.module, 'PyImport_ImportModule')(capi.memory.literal(module));
  const member = imported === 0 ? 0 : capi.PyObject_GetAttrString(imported, capi.memory.literal(name));
  if (member === 0) throw new Error(`this Python has no ${module}.${name}`);
  capi.Py_DecRef(imported);
  return member;
}

/** Calls `extend` with each module that is made of a definition. `name` tells it from others. */
function extendExecuted(
  { capi, define }: Extending,
  name: string,
  definition: Pointer,
  extend: (module: PyObject) => void,
) {
  const { memory, module } = capi;
  const slot = remembered(module, () => {
    let slot: Pointer = memory.uint32(definition + PyModuleDef.m_slots);
    while (memory.int32(slot) !== PyModuleDefSlot.Py_mod_exec) slot += PyModuleDefSlot.sizeof;
    return slot;
  });
  const execute = remembered(module, () => memory.int32(slot + PyModuleDefSlot.value));
  const extendAgain = registered(module, `execute ${name}`, extend);
  const replacement = module.addFunction((created = 0) => {
    const result = define.callTable(execute, created);
    if (result === 0) extendAgain(created);
    return result;
  }, 'ii');
  memory.setInt32(slot + PyModuleDefSlot.value, replacement);
}

interface Extending {
  readonly capi: CApi;
  readonly define: Definitions;
}

/**
 * Calls `extend` with a built-in module, now, and with each further one that is made of its definition: `sys.modules` may lose
 * it, and it be imported anew.
 */
export function whenExecuted(bridge: Extending, name: string, extend: (module: PyObject) => void): void {
  const { capi } = bridge;
  const imported = rawFunction(capi.module, 'PyImport_ImportModule')(capi.memory.literal(name));
  extendExecuted(bridge, name, rawFunction(capi.module, 'PyModule_GetDef')(imported), extend);
  extend(imported);
  capi.Py_DecRef(imported);
}

/** Calls `extend` with a built-in module that nobody has imported, whenever it is. */
export function whenImported(bridge: Extending, name: string, extend: (module: PyObject) => void): void {
  extendExecuted(bridge, name, rawFunction(bridge.capi.module, `PyInit_${name}`)(), extend);
}
