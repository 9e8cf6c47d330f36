/** _threadmodule.c: the type `_thread._ThreadHandle`. */
import type { Bridge } from '../../bridge.ts';
import { fastCall, noArgs } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import { type MethodDef, Py_TPFLAGS_IMMUTABLETYPE, Slot } from '../../capi/methodobject.ts';
import type { WaitArguments } from './common.ts';
import { HandleField, HandleList, HandleState } from './handle-list.ts';
import type { RunningThreads } from './running.ts';

export type Handles = ReturnType<typeof createHandleType>;

export function createHandleType(bridge: Bridge, threads: RunningThreads, args: WaitArguments, owner: PyObject) {
  const { capi, define, errors, finish, threadStates } = bridge;
  const { memory } = capi;
  const state = (self: PyObject): number => memory.int32(self + HandleField.state);
  const ident = (self: PyObject): number => memory.uint32(self + HandleField.ident);
  const list = new HandleList(capi, threads.ident);

  function create(type: PyObject): PyObject {
    const self = define.callTable(define.PyType_GetSlot(type, Slot.tp_alloc), type, 0);
    if (self !== 0) list.add(self);
    return self;
  }

  function join(self: PyObject, words: number, count: number): PyObject {
    if (count > 1) return capi.raise('TypeError', `join expected at most 1 argument, got ${count}`);
    const given = count === 1 ? capi.memory.uint32(words) : capi.Py_None;
    let timeout = -1;
    if (given !== capi.Py_None) {
      const nanoseconds = args.nanoseconds(given);
      if (nanoseconds === null) return 0;
      timeout = nanoseconds;
    }
    if (state(self) === HandleState.notStarted) return capi.raise('RuntimeError', 'thread not started');
    if (state(self) === HandleState.running) {
      if (ident(self) === threads.ident()) return capi.raise('RuntimeError', 'Cannot join current thread');
      if (threadStates.isFinalizing()) {
        return capi.raise('PythonFinalizationError', 'cannot join thread at interpreter shutdown');
      }
    }
    return finish(threads.join(self, timeout), (result) => (result < 0 ? errors.setResult(result) : capi.none()));
  }

  function dealloc(self: PyObject): undefined {
    list.remove(self);
    const type = capi.Py_TYPE(self);
    define.callTable(define.PyType_GetSlot(type, Slot.tp_free), self);
    capi.Py_DecRef(type);
  }

  const methods: MethodDef[] = [
    fastCall('join', join, 'join($self, timeout=None, /)\n--\n\nWait for the thread to end.', { waits: true }),
    noArgs(
      'is_done',
      (self: PyObject) => capi.PyBool_FromLong(state(self) === HandleState.done),
      'is_done($self, /)\n--\n\nWhether the thread has ended.',
    ),
    noArgs(
      '_set_done',
      (self: PyObject) => {
        if (state(self) === HandleState.notStarted) return capi.raise('RuntimeError', 'thread not started');
        threads.finished(self);
        return capi.none();
      },
      '_set_done($self, /)\n--\n\nHold the thread for ended.',
    ),
  ];

  const type = define.PyType_FromModuleAndSpec(owner, {
    name: '_thread._ThreadHandle',
    basicsize: HandleField.size,
    flags: Py_TPFLAGS_IMMUTABLETYPE,
    functions: [
      [Slot.tp_new, 'iiii', create as (...args: number[]) => number],
      [Slot.tp_dealloc, 'vi', dealloc as (...args: number[]) => undefined],
      [
        Slot.tp_repr,
        'ii',
        ((self: PyObject) => capi.strOf(`<${capi.tp_name(capi.Py_TYPE(self))} object: ident=${ident(self)}>`)) as (
          ...args: number[]
        ) => number,
      ],
    ],
    methods,
    getset: [{ name: 'ident', get: (self) => capi.fromNumber(ident(self)) }],
  });

  return {
    type,
    isHandle: (o: PyObject): boolean => capi.Py_TYPE(o) === type,
    /** A new handle; of a thread that runs already when its identity is given. */
    create(running?: number): PyObject {
      const self = create(type);
      if (self !== 0 && running !== undefined) {
        memory.setInt32(self + HandleField.state, HandleState.running);
        memory.setInt32(self + HandleField.ident, running);
      }
      return self;
    },
    isStarted: (self: PyObject): boolean => state(self) !== HandleState.notStarted,
    ident,
  };
}
