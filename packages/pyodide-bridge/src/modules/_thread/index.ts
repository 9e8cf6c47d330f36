/** _threadmodule.c: what takes the place of `_thread`'s locks and threads. What has no need of it stays: `_local`, `_excepthook`. */
import type { Bridge } from '../../bridge.ts';
import { fastCall, noArgs, oneArg } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { addMember, extendModules } from '../../capi/moduleobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { createWaitArguments, TIMEOUT_MAX } from './common.ts';
import { createHandleType } from './handle-type.ts';
import { createLocks, createLockType } from './lock.ts';
import { NAME_MAXLEN, nameFunctions } from './name.ts';
import { NATIVE_IDS, nativeIdFunctions } from './native-id.ts';
import { BEFORE_THREADS, RENEW_THREADS } from './renew.ts';
import { createRLockType } from './rlock.ts';
import { createRunningThreads, MIN_STACK_SIZE } from './running.ts';
import { startFunctions } from './start.ts';

export function installThreads(bridge: Bridge, python: { runPython(code: string): unknown }): void {
  python.runPython(BEFORE_THREADS);
  const { capi, define, finish, parsers } = bridge;
  const module = rawFunction(capi.module, 'PyImport_ImportModule')(capi.memory.literal('_thread'));
  const args = createWaitArguments(bridge);
  const threads = createRunningThreads(bridge);
  const locks = createLocks(bridge);
  const lock = createLockType(bridge, locks, args, module);
  const rlock = createRLockType(bridge, locks, args, threads.ident, module);
  const handles = createHandleType(bridge, threads, args, module);

  /** _threadmodule.c: thread_shutdown: the interpreter's end waits for the threads that are no daemons. */
  function shutdown(): PyObject {
    const handle = threads.unfinished();
    if (handle === undefined) return capi.none();
    return finish(threads.join(handle, -1), (result) => {
      if (result >= 0) return shutdown();
      capi.formatUnraisable('Exception ignored while joining a thread in _thread._shutdown()', capi.Py_None);
      return capi.none();
    });
  }

  function stack_size(_module: PyObject, words: number, count: number): PyObject {
    const before = threads.size.stack;
    const size = count === 0 ? 0 : parsers.asSize(capi.memory.uint32(words));
    if (size === null) return 0;
    if (size !== 0 && size < MIN_STACK_SIZE) {
      return capi.raise('ValueError', `size must be at least ${MIN_STACK_SIZE} bytes`);
    }
    threads.size.stack = size;
    return capi.fromNumber(before);
  }

  function make_thread_handle(_module: PyObject, ident: PyObject): PyObject {
    if (!capi.PyLong_Check(ident)) return capi.raise('TypeError', 'ident must be an integer');
    const value = capi.PyLong_AsUnsignedLongMask(ident) >>> 0;
    return handles.create(value);
  }

  const newLock = (): PyObject => capi.PyObject_CallNoArgs(lock);
  const none = (name: string, call: () => PyObject, doc: string, waits = false): MethodDef =>
    noArgs(name, call, `${name}($module, /)\n--\n\n${doc}`, { waits });
  extendModules(
    capi,
    define,
    ['_thread'],
    [
      ...startFunctions(bridge, threads, handles),
      none('allocate_lock', newLock, 'A new lock.'),
      none('allocate', newLock, 'A new lock.'),
      none(
        'get_ident',
        () => capi.fromNumber(threads.ident()),
        "This thread's identity, which is no other's while it lives.",
      ),
      ...nativeIdFunctions(bridge),
      ...nameFunctions(bridge),
      none('_count', () => capi.PyLong_FromLong(threads.count()), 'How many threads run, the main one not counted.'),
      none('_get_main_thread_ident', () => capi.fromNumber(bridge.scheduler.main.ident), "The main thread's identity."),
      none('_shutdown', shutdown, 'Wait for all threads that are no daemons.', true),
      oneArg(
        '_make_thread_handle',
        make_thread_handle,
        '_make_thread_handle($module, ident, /)\n--\n\nA handle of a thread that was not started here.',
      ),
      fastCall(
        'stack_size',
        stack_size,
        'stack_size($module, size=0, /)\n--\n\nThe stack size of new threads in bytes, 0 for the default. Returns what it was.',
      ),
    ],
  );
  for (const name of ['lock', 'LockType']) addMember(capi, module, name, capi.newRef(lock));
  addMember(capi, module, 'RLock', rlock);
  addMember(capi, module, '_ThreadHandle', handles.type);
  addMember(capi, module, '_NAME_MAXLEN', capi.fromNumber(NAME_MAXLEN));
  addMember(capi, module, 'TIMEOUT_MAX', capi.PyFloat_FromDouble(TIMEOUT_MAX / 1e9));
  capi.Py_DecRef(module);
  python.runPython(RENEW_THREADS);
  python.runPython(NATIVE_IDS);
}
