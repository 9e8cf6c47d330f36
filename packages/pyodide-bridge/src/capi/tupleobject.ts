/** Include/tupleobject.h, Include/listobject.h, Include/dictobject.h */
import { type EmscriptenModule, type Pointer, type PyObject, rawAddress, rawFunction } from './emscripten.ts';

export function createContainers(module: EmscriptenModule) {
  const fn = (name: string) => rawFunction(module, name);
  const PyTuple_Type = rawAddress(module, 'PyTuple_Type');
  const subtype = fn('PyType_IsSubtype');
  const newTuple = fn('PyTuple_New') as (size: number) => PyObject;
  const setTuple = fn('PyTuple_SetItem') as (tuple: PyObject, index: number, item: PyObject) => number;
  const newList = fn('PyList_New') as (size: number) => PyObject;
  const setList = fn('PyList_SetItem') as (list: PyObject, index: number, item: PyObject) => number;
  const decref = fn('Py_DecRef');

  /** Fills a new container with items whose references it takes over. An item 0 stands for an exception: all are dropped then. */
  function fill(container: PyObject, set: typeof setTuple, items: readonly PyObject[]): PyObject {
    if (container === 0 || items.includes(0)) {
      for (const item of items) if (item !== 0) decref(item);
      if (container !== 0) decref(container);
      return 0;
    }
    items.forEach((item, index) => {
      set(container, index, item);
    });
    return container;
  }

  return {
    PyTuple_Check(o: PyObject): boolean {
      const type = module.HEAPU32[(o + 4) >>> 2] as number;
      return type === PyTuple_Type || subtype(type, PyTuple_Type) !== 0;
    },
    PyTuple_Size: fn('PyTuple_Size') as (o: PyObject) => number,
    /** Borrowed. */
    PyTuple_GetItem: fn('PyTuple_GetItem') as (o: PyObject, index: number) => PyObject,
    /** A new tuple, which takes the items' references over. */
    tupleOf: (...items: PyObject[]): PyObject => fill(newTuple(items.length), setTuple, items),
    /** A new list, which takes the items' references over. */
    listOf: (items: readonly PyObject[]): PyObject => fill(newList(items.length), setList, items),
    PyList_GetItem: fn('PyList_GetItem') as (o: PyObject, index: number) => PyObject,
    PyDict_New: fn('PyDict_New') as () => PyObject,
    PyDict_Size: fn('PyDict_Size') as (o: PyObject) => number,
    /** Borrowed, 0 when absent, with no exception set. */
    PyDict_GetItemString: fn('PyDict_GetItemString') as (o: PyObject, key: Pointer) => PyObject,
    PyDict_SetItemString: fn('PyDict_SetItemString') as (o: PyObject, key: Pointer, value: PyObject) => number,
    PyDict_DelItemString: fn('PyDict_DelItemString') as (o: PyObject, key: Pointer) => number,
    PyDict_Next: fn('PyDict_Next') as (o: PyObject, position: Pointer, key: Pointer, value: Pointer) => number,
  };
}
