/** C functions behind methods and functions of Python: ours in their place, so that descriptors and modules stay what they are. */
import type { Pointer } from '../capi/index.ts';
import { PyCFunctionObject, PyMethodDef, PyMethodDescrObject } from '../capi/layout.ts';
import { type RawFunction, rawAddress, rawFunction, remembered } from '../wasm/emscripten.ts';
import { replaceFunction } from '../wasm/function-table.ts';
import type { IdentityContext } from './context.ts';

type CFunction = (...args: number[]) => number;

/** `path`: a module, and names in it. `signature` is that of the C function. */
export function replaceCFunction(
  { capi }: IdentityContext,
  [name, ...attributes]: readonly [string, ...string[]],
  signature: string,
  make: (original: RawFunction) => CFunction,
): void {
  const { memory, module } = capi;
  const PyMethodDescr_Type = rawAddress(module, 'PyMethodDescr_Type');
  const place = remembered(module, () => {
    const importModule = rawFunction(module, 'PyImport_ImportModule');
    let o = memory.withCString(name, (text) => importModule(text)) as Pointer;
    for (const attribute of attributes) o = memory.withCString(attribute, (key) => capi.PyObject_GetAttrString(o, key));
    const field = capi.Py_TYPE(o) === PyMethodDescr_Type ? PyMethodDescrObject.d_method : PyCFunctionObject.m_ml;
    return memory.uint32(memory.uint32(o + field) + PyMethodDef.ml_meth);
  });
  replaceFunction(module, place, make(module.wasmTable.get(place) as RawFunction), signature);
}
