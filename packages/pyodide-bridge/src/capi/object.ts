/** Include/object.h, Include/abstract.h, Include/refcount.h */

import { type EmscriptenModule, type Pointer, type PyObject, rawAddress, rawFunction } from '../wasm/emscripten.ts';
import type { Memory } from '../wasm/memory.ts';
import { PyObjectHead, PyTypeObject } from './layout.ts';

const { ob_type } = PyObjectHead;
const { tp_name } = PyTypeObject;

export function createObject(module: EmscriptenModule, memory: Memory) {
  const fn = (name: string) => rawFunction(module, name);
  const Py_None = rawAddress(module, '_Py_NoneStruct');
  const Py_IncRef = fn('Py_IncRef') as (o: PyObject) => void;
  const Py_TYPE = (o: PyObject): PyObject => module.HEAPU32[(o + ob_type) >>> 2] as number;
  const PyExc_TypeError = rawAddress(module, 'PyExc_TypeError');
  const setString = fn('PyErr_SetString');
  const sequenceTuple = fn('PySequence_Tuple');
  const callMethodObjArgs = fn('PyObject_CallMethodObjArgs');
  return {
    Py_None,
    Py_True: rawAddress(module, '_Py_TrueStruct'),
    Py_False: rawAddress(module, '_Py_FalseStruct'),
    Py_IncRef,
    Py_DecRef: fn('Py_DecRef') as (o: PyObject) => void,
    Py_TYPE,
    /** The name that CPython's own messages use: `Py_TYPE(o)->tp_name`. */
    tp_name: (type: PyObject): string => memory.stringAt(module.HEAPU32[(type + tp_name) >>> 2] as number),
    /** What an object is called where CPython says what was given instead: `None`, or its type. */
    givenName: (o: PyObject): string =>
      o === Py_None ? 'None' : memory.stringAt(module.HEAPU32[(Py_TYPE(o) + tp_name) >>> 2] as number),
    /** A new reference to None, which is immortal. */
    none: (): PyObject => Py_None,
    newRef(o: PyObject): PyObject {
      Py_IncRef(o);
      return o;
    },
    PyObject_IsTrue: fn('PyObject_IsTrue') as (o: PyObject) => number,
    PyObject_IsInstance: fn('PyObject_IsInstance') as (o: PyObject, type: PyObject) => number,
    PyType_IsSubtype: fn('PyType_IsSubtype') as (a: PyObject, b: PyObject) => number,
    PyObject_GetAttrString: fn('PyObject_GetAttrString') as (o: PyObject, name: Pointer) => PyObject,
    PyObject_SetAttrString: fn('PyObject_SetAttrString') as (o: PyObject, name: Pointer, value: PyObject) => number,
    PyObject_HasAttrString: fn('PyObject_HasAttrString') as (o: PyObject, name: Pointer) => number,
    PyObject_Repr: fn('PyObject_Repr') as (o: PyObject) => PyObject,
    PyObject_Str: fn('PyObject_Str') as (o: PyObject) => PyObject,
    PyObject_CallNoArgs: fn('PyObject_CallNoArgs') as (callable: PyObject) => PyObject,
    PyObject_CallOneArg: fn('PyObject_CallOneArg') as (callable: PyObject, argument: PyObject) => PyObject,
    PyObject_Call: fn('PyObject_Call') as (callable: PyObject, args: PyObject, kwargs: PyObject) => PyObject,
    PyObject_CallObject: fn('PyObject_CallObject') as (callable: PyObject, args: PyObject) => PyObject,
    /** `PyObject_CallMethodObjArgs` with the arguments as a list. `name` is a str object. */
    callMethod: (o: PyObject, name: PyObject, ...args: PyObject[]): PyObject =>
      memory.withArguments([...args, 0], (list) => callMethodObjArgs(o, name, list)),
    PyNumber_Index: fn('PyNumber_Index') as (o: PyObject) => PyObject,
    PyOS_FSPath: fn('PyOS_FSPath') as (o: PyObject) => PyObject,
    PyObject_CheckBuffer: fn('PyObject_CheckBuffer') as (o: PyObject) => number,
    PyIndex_Check: fn('PyIndex_Check') as (o: PyObject) => number,
    PySequence_Fast: fn('PySequence_Fast') as (o: PyObject, message: Pointer) => PyObject,
    /**
     * A tuple of what an iterable has: a copy, as using the items may run code that changes the iterable. 0 with a TypeError
     * set, whatever the iterable itself raised.
     */
    tupleFrom(iterable: PyObject, message: string): PyObject {
      const tuple = sequenceTuple(iterable);
      if (tuple === 0) setString(memory.uint32(PyExc_TypeError), memory.literal(message));
      return tuple;
    },
    PySequence_Check: fn('PySequence_Check') as (o: PyObject) => number,
    PySequence_Size: fn('PySequence_Size') as (o: PyObject) => number,
    PySequence_GetItem: fn('PySequence_GetItem') as (o: PyObject, index: number) => PyObject,
    PyObject_GC_UnTrack: fn('PyObject_GC_UnTrack') as (o: PyObject) => void,
    PyObject_CallFinalizerFromDealloc: fn('PyObject_CallFinalizerFromDealloc') as (o: PyObject) => number,
    PyObject_ClearWeakRefs: fn('PyObject_ClearWeakRefs') as (o: PyObject) => void,
  };
}
