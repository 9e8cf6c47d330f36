/** signalmodule.c: signal_signal_impl: the signals that nobody may handle. Emscripten's sigaction() takes them. */
import { constants } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall } from '../../capi/builtin.ts';
import type { Pointer, PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { memberOf } from '../../capi/moduleobject.ts';
import { HIDDEN_SIGNAL } from '../../scheduler/runtime-words.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { LINUX_SIG_IGN } from './sig-ign.ts';

const { EINVAL, SIGKILL, SIGSTOP } = constants;

/** Whether the C library keeps a signal to itself: it refuses to send it to a thread. */
export function isKept(signal: number): boolean {
  return signal === HIDDEN_SIGNAL || signal === HIDDEN_SIGNAL + 1;
}

/** Whether the kernel refuses what `signal.signal` was called with. Not before C has looked at the thread and at the handler. */
export function uncatchable({ capi, scheduler }: Bridge): (args: Pointer, count: number) => boolean {
  const isCallable = rawFunction(capi.module, 'PyCallable_Check');

  function isUncatchable(o: PyObject): boolean {
    if (!capi.PyLong_Check(o)) return false;
    const signal = capi.PyLong_AsUnsignedLongMask(o);
    return signal === SIGKILL || signal === SIGSTOP || isKept(signal);
  }

  function isHandler(o: PyObject): boolean {
    if (capi.PyLong_Check(o)) return capi.PyLong_AsUnsignedLongMask(o) <= LINUX_SIG_IGN;
    return isCallable(o) !== 0;
  }

  return (args, count) =>
    count === 2 &&
    scheduler.current?.isMain !== false &&
    isHandler(capi.memory.uint32(args + 4)) &&
    isUncatchable(capi.memory.uint32(args));
}

/** `signal.signal` of a Pyodide whose signals are its own. */
export function uncatchableSignals(bridge: Bridge): MethodDef[] {
  const { capi, errors } = bridge;
  const original = memberOf(capi, '_signal', 'signal');
  const vectorcall = rawFunction(capi.module, 'PyObject_Vectorcall');
  const isRefused = uncatchable(bridge);
  const call = (_module: PyObject, args: Pointer, count: number): PyObject =>
    isRefused(args, count) ? errors.setErrno(EINVAL) : vectorcall(original, args, count, 0);
  return [
    fastCall(
      'signal',
      call,
      'signal($module, signalnum, handler, /)\n--\n\nSet what a signal does: SIG_DFL, SIG_IGN or a callable. Returns what it did before.',
    ),
  ];
}
