/** Python objects of our own types, each with a value in TypeScript, whose index lies behind the object's head. */

import type { CApi, PyObject } from '../capi/index.ts';
import { PyObjectHead, PyTypeObject } from '../capi/layout.ts';
import { type Definitions, Slot } from '../capi/methodobject.ts';
import { rawAddress, registered, remembered } from '../wasm/emscripten.ts';
import { type HostOf, keepAcrossFork } from '../wasm/forked.ts';

const INDEX = PyObjectHead.sizeof;

/** The size of an object that holds nothing but its index. */
export const OBJECT_SIZE = 16;

export type ObjectTable<T> = ReturnType<typeof createObjectTable<T>>;

/** The indices of objects that are made while a memory snapshot is. In a process that starts from it they have no value yet. */
const KEPT = 1 << 30;

/** How a value comes into a forked process: as JSON. Without it, an object of before the fork fails there. */
export interface Copying<T> {
  save(value: T): unknown;
  /** `hostOf` tells the number that a descriptor of the host's has in the forked process. */
  load(saved: never, hostOf: HostOf): T;
  /** The host's descriptors that a saved value names. */
  descriptors?(value: T): readonly number[];
}

/** What a table tells a forked process. */
interface SavedTable {
  readonly length: number;
  readonly vacant: number[];
  readonly values: readonly (readonly [index: number, saved: unknown])[];
  /** The types whose objects have lost their values. */
  readonly lost: readonly PyObject[];
}

/** Python's. */
class RuntimeError extends Error {
  override readonly name = 'RuntimeError';
}

/** The type that is ours: classes in Python have one dealloc for all, which calls that of the first base that has another one. */
function ownType(capi: CApi, define: Definitions, type: PyObject): PyObject {
  const base = define.PyType_GetSlot(type, Slot.tp_base);
  return base === rawAddress(capi.module, 'PyBaseObject_Type') ? type : ownType(capi, define, base);
}

function missing(capi: CApi, self: PyObject): never {
  const name = capi.tp_name(capi.Py_TYPE(self));
  throw new RuntimeError(
    `this ${name} object was made before os.fork(), and only the process that made it has its state`,
  );
}

/** `revive` gives an object of a memory snapshot its value. */
export function createObjectTable<T>(
  capi: CApi,
  define: Definitions,
  copying?: Copying<T>,
  revive?: (self: PyObject) => T,
) {
  const { memory, module } = capi;
  const values: (T | undefined)[] = [undefined];
  let vacant: number[] = [];
  const types = new Set<PyObject>();
  /** Objects with lower indices that have no value were made before this process was forked. */
  let firstOwn = 0;
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

  /** The types of which that is so already. */
  const lostTypes = new Set<PyObject>();

  /** An object without a value has nothing but itself to free. */
  function deallocLost(type: PyObject): void {
    lostTypes.add(type);
    const place = type + PyTypeObject.tp_dealloc;
    // In a copy of a copy this function is there already.
    const original = remembered(module, () => memory.uint32(place));
    const dealloc = (self = 0): undefined => {
      if (values[memory.int32(self + INDEX)] === undefined) table.dealloc(self);
      else define.callTable(original, self);
    };
    memory.setInt32(place, define.callback(dealloc, 'vi', 0));
  }

  const name = keepAcrossFork(module, 'objects', {
    save: (): SavedTable => ({
      length: values.length,
      vacant,
      values: values.flatMap((value, index) =>
        copying === undefined || value === undefined ? [] : [[index, copying.save(value)] as const],
      ),
      lost: copying === undefined ? [...new Set([...types].map((type) => ownType(capi, define, type)))] : [],
    }),
    descriptors: () => values.flatMap((value) => (value === undefined ? [] : (copying?.descriptors?.(value) ?? []))),
    load(saved: SavedTable, hostOf) {
      values.length = saved.length;
      firstOwn = saved.length;
      vacant = saved.vacant;
      for (const [index, value] of saved.values) values[index] = copying?.load(value as never, hostOf);
      for (const type of saved.lost) if (!lostTypes.has(type)) loseType(type);
    },
  });
  const loseType = registered(module, `lost ${name}`, deallocLost);

  const table = {
    /** A new object of a type; 0 with an exception set when memory is short. */
    create(type: PyObject, value: T): PyObject {
      const self = define.callTable(define.PyType_GetSlot(type, Slot.tp_alloc), type, 0);
      if (self === 0) return 0;
      const index = isRecording ? KEPT + kept.size : (vacant.pop() ?? values.length);
      types.add(type);
      if (isRecording) kept.set(index, value);
      else values[index] = value;
      memory.setInt32(self + INDEX, index);
      return self;
    },
    of(self: PyObject): T {
      const index = module.HEAP32[(self + INDEX) >> 2] as number;
      if (index >= KEPT) return keptValue(self, index);
      return index < firstOwn ? (values[index] ?? missing(capi, self)) : (values[index] as T);
    },
    /** The same for the garbage collector, which comes to all objects; undefined for one that has no value here. */
    find(self: PyObject): T | undefined {
      const index = memory.int32(self + INDEX);
      return index >= KEPT ? keptValue(self, index) : values[index];
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
  return table;
}
