/**
 * Words of CPython's runtime state that have no function: Include/internal/pycore_runtime_structs.h. They are found by what
 * they hold, when the memory snapshot is made.
 */
import { _PY_SIGNALS_PENDING_BIT, PyThreadState, SignalsState } from '../capi/layout.ts';
import {
  type EmscriptenModule,
  type Pointer,
  type PyObject,
  rawAddress,
  rawFunction,
  remembered,
} from '../wasm/emscripten.ts';

/** A signal's number that Linux keeps for itself: no program can handle it, or see its handler. */
export const HIDDEN_SIGNAL = 32;
const LAST_SIGNAL = 64;

const RUNTIME_SIZE = 4096;
const INTERPRETER_SIZE = 16384;
/** Microseconds that nothing else is likely to be. */
const PROBE = 54321;

export type RuntimeWords = ReturnType<typeof createRuntimeWords>;

/** Where they lie; 0 for one that is not found. */
function findWords(module: EmscriptenModule, main: Pointer) {
  const fn = (name: string) => rawFunction(module, name);
  const runtime = rawAddress(module, '_PyRuntime');
  const literal = (text: string): Pointer => {
    const pointer = fn('malloc')(text.length + 1);
    module.stringToUTF8(text, pointer, text.length + 1);
    return pointer;
  };

  const find = (from: Pointer, size: number, isIt: (index: number, words: Uint32Array) => boolean): Pointer => {
    const words = module.HEAPU32;
    for (let index = from >>> 2; index < (from + size) >>> 2; index++) if (isIt(index, words)) return index << 2;
    return 0;
  };

  /** `_PyRuntime.main_thread`, which `main_tstate` follows. */
  const mainThread = remembered(module, () => {
    const self = fn('PyThread_get_thread_ident')() >>> 0;
    return find(runtime, RUNTIME_SIZE, (index, words) => words[index] === self && words[index + 1] === main);
  });

  /** The handler of the last signal in `_PyRuntime.signals.handlers`, each of which is a flag and a function. */
  const lastHandler = remembered(module, () => {
    const signals = fn('PyImport_ImportModule')(literal('_signal'));
    const setHandler = fn('PyObject_GetAttrString')(signals, literal('signal'));
    const ignore = fn('PyObject_GetAttrString')(signals, literal('SIG_DFL'));
    const set = (handler: PyObject): void => {
      const args = fn('PyTuple_New')(2);
      fn('PyTuple_SetItem')(args, 0, fn('PyLong_FromLong')(LAST_SIGNAL));
      fn('Py_IncRef')(handler);
      fn('PyTuple_SetItem')(args, 1, handler);
      fn('PyObject_CallObject')(setHandler, args);
    };
    set(setHandler);
    const place = find(runtime, RUNTIME_SIZE, (index, words) => words[index] === setHandler);
    set(ignore);
    return module.HEAPU32[place >>> 2] === ignore ? place : 0;
  });

  /** `interval` of the interpreter's GIL, in microseconds. */
  const interval = remembered(module, () => {
    const interpreter = fn('PyThreadState_GetInterpreter')(main);
    const get = fn('PySys_GetObject')(literal('getswitchinterval'));
    const set = fn('PySys_GetObject')(literal('setswitchinterval'));
    const before = fn('PyObject_CallNoArgs')(get);
    fn('PyObject_CallOneArg')(set, fn('PyFloat_FromDouble')(PROBE / 1e6));
    const place = find(interpreter, INTERPRETER_SIZE, (index, words) => words[index] === PROBE);
    fn('PyObject_CallOneArg')(set, before);
    return place;
  });

  return { mainThread, lastHandler, interval };
}

/** `main` is the main thread's state. Undefined where this CPython's runtime state is laid out otherwise. */
export function createRuntimeWords(module: EmscriptenModule, main: Pointer) {
  const fn = (name: string) => rawFunction(module, name);
  const clock = rawAddress(module, '_Py_emscripten_signal_clock') >>> 2;
  const { mainThread, lastHandler, interval } = findWords(module, main);
  if (mainThread === 0 || lastHandler === 0 || interval === 0) return undefined;
  const self = fn('PyThread_get_thread_ident')() >>> 0;
  const handler = (signal: number): number => (lastHandler - (LAST_SIGNAL - signal) * SignalsState.sizeof) >>> 2;
  const flag = (signal: number): number => handler(signal) - 1;
  const isTripped = (lastHandler + SignalsState.fromLastFuncToIsTripped) >>> 2;
  /** Signals that are the main thread's to handle, out of other threads' sight. */
  let deferred: number[] = [];

  /** signalmodule.c: trip_signal, without its wakeup descriptor. */
  function trip(signal: number, state: Pointer): void {
    const words = module.HEAP32;
    words[flag(signal)] = 1;
    words[isTripped] = 1;
    const breaker = (state + PyThreadState.eval_breaker) >>> 2;
    words[breaker] = (words[breaker] as number) | _PY_SIGNALS_PENDING_BIT;
  }

  function defer(): void {
    const words = module.HEAP32;
    for (let signal = 1; signal <= LAST_SIGNAL; signal++) {
      if (words[flag(signal)] === 0) continue;
      words[flag(signal)] = 0;
      deferred.push(signal);
    }
  }

  return {
    /**
     * Whether the eval loop is asking, and not C code that calls `PyErr_CheckSignals`, maybe with a stream half written. The
     * eval loop has just set its clock to 50; set back by one, it says so only once.
     */
    isEvalLoop(): boolean {
      const words = module.HEAP32;
      if (words[clock] !== 50) return false;
      words[clock] = 49;
      return true;
    },
    /** Where the eval loop counts down to its next look: set to 1, it looks at its next check. */
    clockAddress: (): Pointer => clock << 2,
    /** `sys.getswitchinterval()`, in nanoseconds. */
    interval: (): number => (module.HEAPU32[interval >>> 2] as number) * 1000,
    /** The function that a thread calls when `trip` was called in it. */
    setHandler(callable: PyObject): void {
      module.HEAPU32[handler(HIDDEN_SIGNAL)] = callable;
    },
    /** Has the running thread, whose state it is, call the handler at its next check. No other signal's handler runs in it then. */
    trip(state: Pointer, isMain: boolean): void {
      if (!isMain) {
        defer();
        module.HEAPU32[mainThread >>> 2] = self;
      }
      trip(HIDDEN_SIGNAL, state);
    },
    /**
     * Tells C whether the main thread runs: only there handlers of signals run and can be set. C takes all threads for one,
     * so what it is told is that the main thread is another. `state` is the thread state that the main thread has now.
     */
    setMain(isMain: boolean, state: Pointer = main): void {
      const words = module.HEAPU32;
      words[mainThread >>> 2] = isMain ? self : 0;
      if (!isMain) return;
      if (words[(mainThread >>> 2) + 1] !== state) {
        // What was received for the main thread while it had another thread state.
        words[(mainThread >>> 2) + 1] = state;
        if (words[isTripped] !== 0) {
          const breaker = (state + PyThreadState.eval_breaker) >>> 2;
          words[breaker] = (words[breaker] as number) | _PY_SIGNALS_PENDING_BIT;
        }
      }
      if (deferred.length === 0) return;
      for (const signal of deferred) trip(signal, state);
      deferred = [];
    },
  };
}
