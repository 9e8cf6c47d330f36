/** Python objects of our own types, each with a value in TypeScript, whose index lies behind the object's head. */

import type { CApi, PyObject } from '../capi/index.ts';
import { PyObjectHead } from '../capi/layout.ts';
import { type Definitions, Slot } from '../capi/methodobject.ts';

const INDEX = PyObjectHead.sizeof;

/** The size of an object that holds nothing but its index. */
export const OBJECT_SIZE = 16;

export type ObjectTable<T> = ReturnType<typeof createObjectTable<T>>;

/** The indices of objects that are made while a memory snapshot is. In a process that starts from it they have no value yet. */
const KEPT = 1 << 30;

/** `revive` gives an object of a memory snapshot its value. */
export function createObjectTable<T>(capi: CApi, define: Definitions, revive?: (self: PyObject) => T) {
  const { memory, module } = capi;
  const values: (T | undefined)[] = [undefined];
  const vacant: number[] = [];
  const kept = new Map<number, T | undefined>();
  const isRecording = module.installation?.isRecording === true;

  function keptValue(self: PyObject, index: number): T {
    let value = kept.get(index);
    if (value === undefined) {
      if (revive === undefined) throw new Error('an object was kept in a memory snapshot that cannot be');
      value = revive(self);
      kept.set(index, value);
    }
    return value;
  }

  return {
    /** A new object of a type; 0 with an exception set when memory is short. */
    create(type: PyObject, value: T): PyObject {
      const self = define.callTable(define.PyType_GetSlot(type, Slot.tp_alloc), type, 0);
      if (self === 0) return 0;
      const index = isRecording ? KEPT + kept.size : (vacant.pop() ?? values.length);
      if (isRecording) kept.set(index, value);
      else values[index] = value;
      memory.setInt32(self + INDEX, index);
      return self;
    },
    of(self: PyObject): T {
      const index = module.HEAP32[(self + INDEX) >> 2] as number;
      return index < KEPT ? (values[index] as T) : keptValue(self, index);
    },
    /** `tp_dealloc` of a type whose objects hold no other references. */
    dealloc(self: PyObject): undefined {
      const index = memory.int32(self + INDEX);
      if (index >= KEPT) kept.set(index, undefined);
      else {
        values[index] = undefined;
        vacant.push(index);
      }
      const type = capi.Py_TYPE(self);
      define.callTable(define.PyType_GetSlot(type, Slot.tp_free), self);
      capi.Py_DecRef(type);
    },
  };
}
