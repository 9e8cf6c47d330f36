/** _queuemodule.c: `_queue.SimpleQueue`: unbounded, first in, first out, with a get() that waits. */
import type { Bridge } from '../../bridge.ts';
import type { PyObject } from '../../capi/index.ts';
import { Py_TPFLAGS_BASETYPE, Py_TPFLAGS_HAVE_GC, Py_TPFLAGS_IMMUTABLETYPE, Slot } from '../../capi/methodobject.ts';
import { addMember, whenExecuted } from '../../capi/moduleobject.ts';
import { createObjectTable } from '../../handles/object-table.ts';
import { createOperations, queueMethods, type SimpleQueue } from './operations.ts';

/** After the object's head and its index. */
const WEAKLIST = 12;
const SIZE = 16;

export function installQueue(bridge: Bridge): void {
  whenExecuted(bridge, '_queue', (module) => addSimpleQueue(bridge, module));
}

function addSimpleQueue(bridge: Bridge, module: PyObject): void {
  const { capi, define } = bridge;
  const Empty = capi.PyObject_GetAttrString(module, capi.memory.literal('Empty'));
  const table = createObjectTable<SimpleQueue>(capi, define, {
    save: ({ items, taken }) => items.slice(taken),
    load: (items: PyObject[]) => ({ items, taken: 0, waiting: [] }),
  });
  const methods = queueMethods(bridge, table, createOperations(bridge, table, Empty));

  function queue_new(type: PyObject, args: PyObject, kwargs: PyObject): PyObject {
    if (kwargs !== 0 && capi.PyDict_Size(kwargs) > 0) {
      return capi.raise('TypeError', 'SimpleQueue() takes no keyword arguments');
    }
    const count = capi.PyTuple_Size(args);
    if (count > 0) return capi.raise('TypeError', 'SimpleQueue() takes no positional arguments');
    return table.create(type, { items: [], taken: 0, waiting: [] });
  }

  function queue_clear(self: PyObject): number {
    const queue = table.of(self);
    const items = queue.items.slice(queue.taken);
    queue.items = [];
    queue.taken = 0;
    for (const item of items) capi.Py_DecRef(item);
    return 0;
  }

  function queue_traverse(self: PyObject, visit: number, argument: number): number {
    const queue = table.of(self);
    for (let index = queue.taken; index < queue.items.length; index++) {
      const result = define.callTable(visit, queue.items[index] as PyObject, argument);
      if (result !== 0) return result;
    }
    return define.callTable(visit, capi.Py_TYPE(self), argument);
  }

  function queue_dealloc(self: PyObject): undefined {
    capi.PyObject_GC_UnTrack(self);
    queue_clear(self);
    if (capi.memory.uint32(self + WEAKLIST) !== 0) capi.PyObject_ClearWeakRefs(self);
    table.dealloc(self);
  }

  const type = define.PyType_FromModuleAndSpec(module, {
    name: '_queue.SimpleQueue',
    basicsize: SIZE,
    flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_IMMUTABLETYPE,
    weaklistOffset: WEAKLIST,
    functions: [
      [Slot.tp_new, 'iiii', queue_new as (...args: number[]) => number],
      [Slot.tp_dealloc, 'vi', queue_dealloc as (...args: number[]) => undefined],
      [Slot.tp_traverse, 'iiii', queue_traverse as (...args: number[]) => number],
      [Slot.tp_clear, 'ii', queue_clear as (...args: number[]) => number],
    ],
    doc: 'SimpleQueue()\n--\n\nSimple, unbounded, reentrant FIFO queue.',
    methods,
  });
  addMember(capi, module, 'SimpleQueue', type);
}
