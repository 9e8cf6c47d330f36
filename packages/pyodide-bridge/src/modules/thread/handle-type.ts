/** _threadmodule.c: the type `_thread._ThreadHandle`. */
import type { Bridge } from '../../bridge.ts';
import type { PyObject } from '../../capi/index.ts';
import { METH_FASTCALL, METH_NOARGS, type MethodDef, Py_TPFLAGS_IMMUTABLETYPE, Slot } from '../../capi/methodobject.ts';
import { createObjectTable, OBJECT_SIZE } from '../../handles/object-table.ts';
import type { WaitArguments } from './common.ts';
import { type Handle, newHandle, type RunningThreads } from './running.ts';

export function createHandleType(bridge: Bridge, threads: RunningThreads, args: WaitArguments, owner: PyObject) {
  const { capi, define, errors, finish } = bridge;
  const table = createObjectTable<Handle>(capi, define);

  function join(self: PyObject, words: number, count: number): PyObject {
    if (count > 1) return capi.raise('TypeError', `join expected at most 1 argument, got ${count}`);
    const given = count === 1 ? capi.memory.uint32(words) : capi.Py_None;
    let timeout = -1;
    if (given !== capi.Py_None) {
      const nanoseconds = args.nanoseconds(given);
      if (nanoseconds === null) return 0;
      timeout = nanoseconds;
    }
    const handle = table.of(self);
    if (handle.state === 'not started') return capi.raise('RuntimeError', 'thread not started');
    if (handle.state === 'running' && handle.ident === threads.ident()) {
      return capi.raise('RuntimeError', 'Cannot join current thread');
    }
    return finish(threads.join(handle, timeout), (result) => (result < 0 ? errors.setResult(result) : capi.none()));
  }

  const methods: MethodDef[] = [
    {
      name: 'join',
      flags: METH_FASTCALL,
      waits: true,
      call: join as MethodDef['call'],
      doc: 'join($self, timeout=None, /)\n--\n\nWait for the thread to end.',
    },
    {
      name: 'is_done',
      flags: METH_NOARGS,
      call: ((self: PyObject) => capi.PyBool_FromLong(table.of(self).state === 'done')) as MethodDef['call'],
      doc: 'is_done($self, /)\n--\n\nWhether the thread has ended.',
    },
    {
      name: '_set_done',
      flags: METH_NOARGS,
      call: ((self: PyObject) => {
        const handle = table.of(self);
        if (handle.state === 'not started') return capi.raise('RuntimeError', 'thread not started');
        threads.finished(handle);
        return capi.none();
      }) as MethodDef['call'],
      doc: '_set_done($self, /)\n--\n\nHold the thread for ended.',
    },
  ];

  const type = define.PyType_FromModuleAndSpec(owner, {
    name: '_thread._ThreadHandle',
    basicsize: OBJECT_SIZE,
    flags: Py_TPFLAGS_IMMUTABLETYPE,
    functions: [
      [Slot.tp_new, 'iiii', ((self: PyObject) => table.create(self, newHandle())) as (...args: number[]) => number],
      [Slot.tp_dealloc, 'vi', table.dealloc as (...args: number[]) => undefined],
      [
        Slot.tp_repr,
        'ii',
        ((self: PyObject) =>
          capi.strOf(`<${capi.tp_name(capi.Py_TYPE(self))} object: ident=${table.of(self).ident}>`)) as (
          ...args: number[]
        ) => number,
      ],
    ],
    methods,
    getset: [{ name: 'ident', get: (self) => capi.fromNumber(table.of(self).ident) }],
  });

  return {
    type,
    of: table.of,
    isHandle: (o: PyObject): boolean => capi.Py_TYPE(o) === type,
    create: (handle: Handle): PyObject => table.create(type, handle),
  };
}
