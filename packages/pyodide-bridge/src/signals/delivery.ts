/** Handing a signal to the interpreter: to Python's handlers, or to one that C code has set, as `faulthandler` does. */
import { constants } from 'node:os';
import { type EmscriptenModule, rawFunction, remembered } from '../wasm/emscripten.ts';

/** The guest's own, which are not Linux's. */
export const GUEST_SIG_DFL = 0;
export const GUEST_SIG_IGN = 0xfffffffe;

/** What the guest's C library does with a signal. */
export type Action = 'default' | 'ignored' | 'python' | 'c';

export interface Delivery {
  /** Of any number that is a signal's. */
  actionOf(signal: number): Action;
  /** Calls the handler that there is: a Python one at the interpreter's next `PyErr_CheckSignals`, one of C code at once. */
  deliver(signal: number): void;
}

/** Call it when SIGINT has the handler that the interpreter gives it. */
export function createDelivery(module: EmscriptenModule): Delivery {
  const getsig = rawFunction(module, 'PyOS_getsig');
  const setInterruptEx = rawFunction(module, 'PyErr_SetInterruptEx');
  const raise = rawFunction(module, 'raise');
  // signalmodule.c: signal_handler, which has no name outside
  const python = remembered(module, () => getsig(constants.signals.SIGINT)) >>> 0;

  function actionOf(signal: number): Action {
    const action = getsig(signal) >>> 0;
    if (action === GUEST_SIG_DFL) return 'default';
    if (action === GUEST_SIG_IGN) return 'ignored';
    return action === python ? 'python' : 'c';
  }

  return {
    actionOf,
    deliver(signal) {
      const action = actionOf(signal);
      if (action === 'python') setInterruptEx(signal);
      else if (action === 'c') raise(signal);
    },
  };
}
