/** Rows of the properties of `_SSLContext`. */
import type { PyObject } from '../../capi/index.ts';
import type { GetSetDef } from '../../capi/methodobject.ts';
import { type Context, cannotDelete, objectsOf } from './objects.ts';
import type { SslState } from './state.ts';

export type Get = (context: Context) => PyObject;
/** 0, or -1 with an exception set. */
export type SetProperty = (context: Context, value: PyObject) => number;

export function propertyRows(ssl: SslState) {
  const { capi } = ssl.bridge;
  const { contexts } = objectsOf(ssl);
  return {
    /** Sets an exception. Returns -1, what a setter returns then. */
    fail(type: string, message: string): -1 {
      capi.raise(type, message);
      return -1;
    },
    /** A property; without `set` it cannot be set. With `isTold`, `set` is told of being deleted: its value is 0 then. */
    row(name: string, get: Get, set?: SetProperty, doc?: string, isTold = false): GetSetDef {
      const property = { name, get: (self: PyObject) => get(contexts.of(self)), ...(doc === undefined ? {} : { doc }) };
      if (set === undefined) return property;
      return {
        ...property,
        set(self, value) {
          if (value !== 0 || isTold) return set(contexts.of(self), value);
          return cannotDelete(capi, self, name);
        },
      };
    },
  };
}
