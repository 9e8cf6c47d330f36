/** Guards around methods that are C's own: their tables' words are replaced by functions of WebAssembly (wasm/guarded-calls.ts). */
import { type RawFunction, remembered } from '../wasm/emscripten.ts';
import { type Guards, guardCalls } from '../wasm/guarded-calls.ts';
import type { CApi, Pointer, PyObject } from './index.ts';
import { PyDescr, PyMethodDef } from './layout.ts';
import {
  METH_CLASS,
  METH_FASTCALL,
  METH_KEYWORDS,
  METH_METHOD,
  METH_NOARGS,
  METH_O,
  METH_VARARGS,
} from './methodobject.ts';

/** How many words C passes, by a method's flags. */
const ARITY: ReadonlyMap<number, number> = new Map([
  [METH_NOARGS, 2],
  [METH_O, 2],
  [METH_VARARGS, 2],
  [METH_VARARGS | METH_KEYWORDS, 3],
  [METH_FASTCALL, 3],
  [METH_FASTCALL | METH_KEYWORDS, 4],
  [METH_METHOD | METH_FASTCALL | METH_KEYWORDS, 5],
]);

/** A word of the guest's memory that names a function which returns a word. */
export interface FunctionWord {
  readonly at: Pointer;
  readonly arity: number;
}

/** The words of a type's methods. What the type has not itself is left out. */
export function methodWords(
  { memory, PyObject_GetAttrString, PyErr_Clear, Py_DecRef }: CApi,
  type: PyObject,
  names: readonly string[],
): FunctionWord[] {
  return names.flatMap((name) => {
    const descriptor = PyObject_GetAttrString(type, memory.literal(name));
    if (descriptor === 0) {
      PyErr_Clear();
      return [];
    }
    const definition = memory.uint32(descriptor + PyDescr.d_method);
    const isOwn = memory.uint32(descriptor + PyDescr.d_type) === type;
    Py_DecRef(descriptor);
    const arity = ARITY.get(memory.int32(definition + PyMethodDef.ml_flags) & ~METH_CLASS);
    return isOwn && arity !== undefined ? [{ at: definition + PyMethodDef.ml_meth, arity }] : [];
  });
}

/** Has the words name guarded functions. */
export function guardWords({ memory, module }: CApi, words: readonly FunctionWord[], guards: Guards): void {
  /** Which functions the words named before they were replaced. */
  const named = words.map(({ at }) => remembered(module, () => memory.uint32(at)));
  const functions = new Map<Pointer, number>();
  for (const [place, index] of named.entries())
    if (index !== 0) functions.set(index, (words[place] as FunctionWord).arity);
  const calls = [...functions].map(([index, arity]) => ({ call: module.wasmTable.get(index) as RawFunction, arity }));
  const guarded = guardCalls(guards, calls);
  const replaced = new Map(
    [...functions].map(([index, arity], place) => [
      index,
      module.addFunction(guarded[place] as RawFunction, 'i'.repeat(arity + 1)),
    ]),
  );
  for (const [place, { at }] of words.entries()) {
    const index = replaced.get(named[place] as Pointer);
    if (index !== undefined) memory.setInt32(at, index);
  }
}
