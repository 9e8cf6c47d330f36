/** _threadmodule.c: start_new_thread, start_joinable_thread. */
import type { Bridge } from '../../bridge.ts';
import { fastCall, withKeywords } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import type { Handles } from './handle-type.ts';
import type { RunningThreads } from './running.ts';

export function startFunctions(bridge: Bridge, threads: RunningThreads, handles: Handles): MethodDef[] {
  const { capi, parsers } = bridge;
  const isCallable = rawFunction(capi.module, 'PyCallable_Check');
  const parseJoinable = parsers.keywords('O|OO:start_joinable_thread', ['function', 'handle', 'daemon']);
  const dictType = capi.Py_TYPE(capi.PyDict_New());

  function start_new_thread(_module: PyObject, words: number, count: number): PyObject {
    if (count < 2 || count > 3) {
      const bound = count < 2 ? 'at least 2' : 'at most 3';
      return capi.raise('TypeError', `start_new_thread expected ${bound} arguments, got ${count}`);
    }
    const [func, tuple, kwargs] = [0, 1, 2].map((i) => (i < count ? capi.memory.uint32(words + i * 4) : 0)) as [
      number,
      number,
      number,
    ];
    if (isCallable(func) === 0) return capi.raise('TypeError', 'first arg must be callable');
    if (!capi.PyTuple_Check(tuple)) return capi.raise('TypeError', '2nd arg must be a tuple');
    if (kwargs !== 0 && capi.PyType_IsSubtype(capi.Py_TYPE(kwargs), dictType) === 0) {
      return capi.raise('TypeError', 'optional 3rd arg must be a dictionary');
    }
    if (!capi.audit('_thread.start_new_thread', 'OOO', func, tuple, kwargs || capi.Py_None)) return 0;
    for (const o of [func, tuple, kwargs]) if (o !== 0) capi.Py_IncRef(o);
    const handle = handles.create();
    if (threads.start({ handle, func, args: tuple, kwargs }, true)) return capi.fromNumber(handles.ident(handle));
    for (const o of [handle, func, tuple, kwargs]) if (o !== 0) capi.Py_DecRef(o);
    return 0;
  }

  function start_joinable_thread(_module: PyObject, positional: PyObject, kwargs: PyObject): PyObject {
    const parsed = parseJoinable(positional, kwargs);
    if (parsed === null) return 0;
    const [func, given = capi.Py_None, daemon] = parsed as [PyObject, PyObject?, PyObject?];
    if (isCallable(func) === 0) return capi.raise('TypeError', 'thread function must be callable');
    if (given !== capi.Py_None && !handles.isHandle(given)) {
      return capi.raise('TypeError', "'handle' must be a _ThreadHandle");
    }
    const isDaemon = daemon === undefined ? 1 : capi.PyObject_IsTrue(daemon);
    if (isDaemon < 0) return 0;
    const audited = [func, isDaemon, given] as const;
    if (!capi.audit('_thread.start_joinable_thread', 'OiO', ...audited)) return 0;
    const handle = given === capi.Py_None ? handles.create() : capi.newRef(given);
    if (handles.isStarted(handle)) {
      capi.Py_DecRef(handle);
      return capi.raise('RuntimeError', 'thread already started');
    }
    const none = capi.tupleOf();
    capi.Py_IncRef(func);
    if (threads.start({ handle, func, args: none, kwargs: 0 }, isDaemon !== 0)) return capi.newRef(handle);
    for (const o of [func, none, handle]) capi.Py_DecRef(o);
    return 0;
  }

  const starting = (name: string): MethodDef =>
    fastCall(
      name,
      start_new_thread,
      `${name}($module, function, args, kwargs={}, /)\n--\n\nStart a thread that calls function(*args, **kwargs), and return its identity.`,
    );

  return [
    starting('start_new_thread'),
    starting('start_new'),
    withKeywords(
      'start_joinable_thread',
      start_joinable_thread,
      'start_joinable_thread($module, /, function, handle=None, daemon=True)\n--\n\nStart a thread that can be joined, and return its handle.',
    ),
  ];
}
