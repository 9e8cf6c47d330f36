/** signalmodule.c: pause and pthread_kill, which Pyodide lacks or only seems to have. */

import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall, noArgs } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { createSelfSignal } from '../posix/process.ts';
import { isKept } from './uncatchable.ts';

export function signalAdditions(bridge: Bridge): MethodDef[] {
  const { capi, errors, runHandlers, finish, scheduler } = bridge;
  const { memory, module } = capi;
  const asInt = rawFunction(module, 'PyLong_AsInt');
  const checkPositional = rawFunction(module, '_PyArg_CheckPositional');
  const signalSelf = createSelfSignal(bridge);
  const nothing = new Int32Array(2);

  const int = (o: PyObject): number | null => {
    const value = asInt(o);
    return value === -1 && capi.PyErr_Occurred() !== 0 ? null : value;
  };

  function signal_pause(): PyObject {
    const paused = (result: number): PyObject => (result < 0 ? errors.setResult(result) : capi.none());
    const wait = {
      files: [],
      deadline: Number.POSITIVE_INFINITY,
      attempt: () => -constants.EAGAIN,
      whenSignalled: 0,
    };
    if (scheduler.threaded) return finish(scheduler.waitFor(wait), paused);
    const result = sys.poll(nothing, 0, -1);
    return finish(result === -constants.EINTR ? scheduler.interrupted(wait) : result, paused);
  }

  /**
   * signalmodule.c: signal_pthread_kill_impl
   *
   * Differs: whichever thread is named, the process gets the signal. Python runs handlers in its main thread in any case.
   */
  function signal_pthread_kill(_module: PyObject, args: number, count: number): PyObject {
    if (checkPositional(memory.literal('pthread_kill'), count, 2, 2) === 0) return 0;
    const thread = memory.uint32(args);
    if (!capi.PyLong_Check(thread)) {
      const given = capi.tp_name(capi.Py_TYPE(thread));
      return capi.raise('TypeError', `pthread_kill() argument 1 must be int, not ${given}`);
    }
    const signal = int(memory.uint32(args + 4));
    if (signal === null || !capi.audit('signal.pthread_kill', 'Oi', thread, signal)) return 0;
    const result = isKept(signal) ? -constants.EINVAL : signalSelf(signal);
    if (result < 0) return errors.setResult(result);
    return runHandlers();
  }

  return [
    noArgs('pause', signal_pause, 'pause($module, /)\n--\n\nWait until a signal arrives.', { waits: true }),
    fastCall(
      'pthread_kill',
      signal_pthread_kill,
      'pthread_kill($module, thread_id, signalnum, /)\n--\n\nSend a signal to a thread of this process.',
      { waits: true },
    ),
  ];
}
