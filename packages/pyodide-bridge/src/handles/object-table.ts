/** Python objects of our own types, each with a value in TypeScript, whose index lies behind the object's head. */
import type { CApi, PyObject } from '../capi/index.ts';
import { type Definitions, Slot } from '../capi/methodobject.ts';

const INDEX = 8;

/** The size of an object that holds nothing but its index. */
export const OBJECT_SIZE = 16;

export type ObjectTable<T> = ReturnType<typeof createObjectTable<T>>;

export function createObjectTable<T>(capi: CApi, define: Definitions) {
  const { memory, module } = capi;
  const values: (T | undefined)[] = [undefined];
  const vacant: number[] = [];

  return {
    /** A new object of a type; 0 with an exception set when memory is short. */
    create(type: PyObject, value: T): PyObject {
      const self = define.callTable(define.PyType_GetSlot(type, Slot.tp_alloc), type, 0);
      if (self === 0) return 0;
      const index = vacant.pop() ?? values.length;
      values[index] = value;
      memory.setInt32(self + INDEX, index);
      return self;
    },
    of: (self: PyObject): T => values[module.HEAP32[(self + INDEX) >> 2] as number] as T,
    /** `tp_dealloc` of a type whose objects hold no other references. */
    dealloc(self: PyObject): undefined {
      const index = memory.int32(self + INDEX);
      values[index] = undefined;
      vacant.push(index);
      const type = capi.Py_TYPE(self);
      define.callTable(define.PyType_GetSlot(type, Slot.tp_free), self);
      capi.Py_DecRef(type);
    },
  };
}
