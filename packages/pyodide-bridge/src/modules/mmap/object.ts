/** mmapmodule.c: mmap_object, as it lies in the guest's memory. */
import { type CApi, type Pointer, type PyObject, RAISED } from '../../capi/index.ts';
import { PyMmapObject as Field } from '../../capi/layout.ts';

/** Makes mmap objects, as a `tp_new` does. */
export type Create = (type: PyObject, args: PyObject, kwargs: PyObject) => PyObject;

export const ACCESS_DEFAULT = 0;
export const ACCESS_WRITE = 2;

export interface MmapObject {
  /** 0 when it is closed. */
  data: Pointer;
  size: number;
  readonly offset: bigint;
  readonly exports: number;
  fd: number;
  readonly tracksFd: boolean;
  flags: number;
  readonly access: number;
}

export function mmapObject({ memory, module }: CApi, o: PyObject): MmapObject {
  const int = (field: number): number => memory.int32(o + field);
  return {
    get data() {
      return memory.uint32(o + Field.data);
    },
    set data(value) {
      memory.setInt32(o + Field.data, value);
    },
    get size() {
      return int(Field.size);
    },
    set size(value) {
      memory.setInt32(o + Field.size, value);
    },
    get offset() {
      return new DataView(module.HEAPU8.buffer).getBigInt64(o + Field.offset, true);
    },
    get exports() {
      return int(Field.exports);
    },
    get fd() {
      return int(Field.fd);
    },
    set fd(value) {
      memory.setInt32(o + Field.fd, value);
    },
    get tracksFd() {
      return module.HEAPU8[o + Field.trackfd] !== 0;
    },
    get flags() {
      return int(Field.flags);
    },
    set flags(value) {
      memory.setInt32(o + Field.flags, value);
    },
    get access() {
      return int(Field.access);
    },
  };
}

/** mmapmodule.c: CHECK_VALID */
export function checkValid(capi: CApi, { data }: MmapObject): void {
  if (data !== 0) return;
  capi.raise('ValueError', 'mmap closed or invalid');
  throw RAISED;
}
