/**
 * signalmodule.c: `SIG_IGN` is what the C library's header says, and Emscripten's says (void (*)(int)) -2: 4294967294 where Linux
 * has 1. The number is kept in many places and compared by its value, so the int object itself is given the other value; then
 * Lib/signal.py is executed again, which has made an enumeration of it and has taken what `_signal` had before.
 */
import { constants, sys } from '@pysock/host';
import type { CApi } from '../../capi/index.ts';
import { PyLongObject } from '../../capi/layout.ts';
import { addMember, memberOf } from '../../capi/moduleobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import type { ModuleContext } from '../entry.ts';

export const LINUX_SIG_IGN = 1;

/** An int of one digit. */
function setSmallInt({ memory }: CApi, o: number, value: number): void {
  memory.setInt32(o + PyLongObject.lv_tag, 1 << PyLongObject.NON_SIZE_BITS);
  memory.setInt32(o + PyLongObject.ob_digit, value);
}

export function renewSignalModule({ bridge, python }: ModuleContext): void {
  setSmallInt(bridge.capi, memberOf(bridge.capi, '_signal', 'SIG_IGN'), LINUX_SIG_IGN);
  const module = rawFunction(bridge.capi.module, 'PyImport_ImportModule')(bridge.capi.memory.literal('_signal'));
  // The C library keeps the first real-time signals to itself: glibc two, Emscripten's three.
  addMember(bridge.capi, module, 'SIGRTMIN', bridge.capi.fromNumber(sys.SIGRTMIN()));
  addMember(bridge.capi, module, 'SIGCLD', bridge.capi.fromNumber(constants.SIGCHLD));
  bridge.capi.Py_DecRef(module);
  python.runPython('import importlib, signal\nimportlib.reload(signal)\ndel importlib, signal');
}

/** Gives signals that were ignored when the process was started the handler SIG_IGN, and SIGINT no other one. */
export function ignoreSignals(capi: CApi, signals: readonly number[]): void {
  if (signals.length === 0) return;
  const setHandler = memberOf(capi, '_signal', 'signal');
  const ignore = memberOf(capi, '_signal', 'SIG_IGN');
  for (const signal of signals) {
    const args = capi.tupleOf(capi.PyLong_FromLong(signal), capi.newRef(ignore));
    const previous = capi.PyObject_CallObject(setHandler, args);
    capi.Py_DecRef(args);
    // The C library keeps a few to itself.
    if (previous === 0) capi.PyErr_Clear();
    else capi.Py_DecRef(previous);
  }
}
