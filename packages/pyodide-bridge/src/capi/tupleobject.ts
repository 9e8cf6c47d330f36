/** Include/tupleobject.h, Include/listobject.h, Include/dictobject.h */

import { type EmscriptenModule, type Pointer, type PyObject, rawAddress, rawFunction } from '../wasm/emscripten.ts';
import { PyObjectHead, PyTupleObject, PyVarObject } from './layout.ts';

const { ob_type } = PyObjectHead;
const { ob_size } = PyVarObject;
const { ob_item } = PyTupleObject;

export function createContainers(module: EmscriptenModule) {
  const fn = (name: string) => rawFunction(module, name);
  const PyTuple_Type = rawAddress(module, 'PyTuple_Type');
  const PyList_Type = rawAddress(module, 'PyList_Type');
  const subtype = fn('PyType_IsSubtype');
  const newTuple = fn('PyTuple_New') as (size: number) => PyObject;
  const setTuple = fn('PyTuple_SetItem') as (tuple: PyObject, index: number, item: PyObject) => number;
  const newList = fn('PyList_New') as (size: number) => PyObject;
  const setList = fn('PyList_SetItem') as (list: PyObject, index: number, item: PyObject) => number;
  const decref = fn('Py_DecRef');

  /** Fills a new container with items whose references it takes over. An item 0 stands for an exception: all are dropped then. */
  function fill(container: PyObject, set: typeof setTuple, items: readonly PyObject[]): PyObject {
    let isWhole = container !== 0;
    for (let index = 0; index < items.length; index++) isWhole &&= items[index] !== 0;
    if (isWhole) {
      for (let index = 0; index < items.length; index++) set(container, index, items[index] as PyObject);
      return container;
    }
    for (const item of items) if (item !== 0) decref(item);
    if (container !== 0) decref(container);
    return 0;
  }

  return {
    PyTuple_CheckExact: (o: PyObject): boolean => module.HEAPU32[(o + ob_type) >>> 2] === PyTuple_Type,
    /** Macros of tupleobject.h; the object is known to be a tuple. What is got is borrowed. */
    PyTuple_GET_SIZE: (o: PyObject): number => module.HEAP32[(o + ob_size) >> 2] as number,
    PyTuple_GET_ITEM: (o: PyObject, index: number): PyObject =>
      module.HEAPU32[(o + ob_item + index * 4) >>> 2] as number,
    /** A new tuple of two, which takes the items' references over. */
    pairOf(first: PyObject, second: PyObject): PyObject {
      const tuple = first === 0 || second === 0 ? 0 : newTuple(2);
      if (tuple === 0) return fill(0, setTuple, [first, second]);
      const words = module.HEAPU32;
      words[(tuple + ob_item) >>> 2] = first;
      words[(tuple + ob_item + 4) >>> 2] = second;
      return tuple;
    },
    PyTuple_Check(o: PyObject): boolean {
      const type = module.HEAPU32[(o + ob_type) >>> 2] as number;
      return type === PyTuple_Type || subtype(type, PyTuple_Type) !== 0;
    },
    PyTuple_Size: fn('PyTuple_Size') as (o: PyObject) => number,
    /** Borrowed. */
    PyTuple_GetItem: fn('PyTuple_GetItem') as (o: PyObject, index: number) => PyObject,
    /** A new tuple, which takes the items' references over. */
    tupleOf: (...items: PyObject[]): PyObject => fill(newTuple(items.length), setTuple, items),
    /** A new list, which takes the items' references over. */
    listOf: (items: readonly PyObject[]): PyObject => fill(newList(items.length), setList, items),
    /** A new list of what `item` answers for each index: a new reference, or 0 with an exception set. */
    listFrom(size: number, item: (index: number) => PyObject): PyObject {
      const list = newList(size);
      for (let index = 0; list !== 0 && index < size; index++) {
        const o = item(index);
        if (o !== 0) setList(list, index, o);
        else {
          decref(list);
          return 0;
        }
      }
      return list;
    },
    PyList_Check(o: PyObject): boolean {
      const type = module.HEAPU32[(o + 4) >>> 2] as number;
      return type === PyList_Type || subtype(type, PyList_Type) !== 0;
    },
    PyList_GetItem: fn('PyList_GetItem') as (o: PyObject, index: number) => PyObject,
    PyDict_New: fn('PyDict_New') as () => PyObject,
    PyDict_SetItem: fn('PyDict_SetItem') as (o: PyObject, key: PyObject, value: PyObject) => number,
    PyDict_Size: fn('PyDict_Size') as (o: PyObject) => number,
    /** Borrowed, 0 when absent, with no exception set. */
    PyDict_GetItemString: fn('PyDict_GetItemString') as (o: PyObject, key: Pointer) => PyObject,
    PyDict_SetItemString: fn('PyDict_SetItemString') as (o: PyObject, key: Pointer, value: PyObject) => number,
    PyDict_DelItemString: fn('PyDict_DelItemString') as (o: PyObject, key: Pointer) => number,
    PyDict_Next: fn('PyDict_Next') as (o: PyObject, position: Pointer, key: Pointer, value: Pointer) => number,
  };
}
