/** What threads that JavaScript enters Python by have in common with Python's main thread: Include/cpython/pystate.h. */
import { PyThreadState } from '../capi/layout.ts';
import { type EmscriptenModule, type Pointer, type PyObject, rawFunction } from '../wasm/emscripten.ts';

/** What threading.local keeps of a thread, and `PyThreadState_GetDict`. */
const LOCALS = [PyThreadState.dict, PyThreadState.threading_local_key, PyThreadState.threading_local_sentinel] as const;

export type Shared = 'locals' | 'context' | 'copy of context';

/** What code leaves in the state of the thread that it ran in, beside its context. */
const REST = [...LOCALS, PyThreadState.c_profilefunc, PyThreadState.c_tracefunc, PyThreadState.async_exc] as const;

/** Whether a thread state is as a new one but for its context. */
export function isUnused(module: EmscriptenModule): (state: Pointer) => boolean {
  return (state) => REST.every((field) => module.HEAPU32[(state + field) >>> 2] === 0);
}

export interface HasState {
  readonly state: Pointer;
}

/**
 * Gives a thread state what another has: thread-local objects, or the context or a copy of it. Contract: the one it is
 * taken from is current, and the other does not run.
 */
export function createSharing(module: EmscriptenModule): (from: HasState, to: HasState, what: Shared) => void {
  const fn = (name: string) => rawFunction(module, name);
  const [currentDict, copyContext] = [fn('PyThreadState_GetDict'), fn('PyContext_CopyCurrent')];
  const [incRef, decRef] = [fn('Py_IncRef'), fn('Py_DecRef')];
  const word = (address: Pointer): number => module.HEAPU32[address >>> 2] as number;

  /** Puts an object into a field, with a reference of its own, for the one that was there. */
  function replace(address: Pointer, object: PyObject): void {
    const before = word(address);
    incRef(object);
    module.HEAPU32[address >>> 2] = object;
    decRef(before);
  }

  return (from, to, what) => {
    if (what === 'locals') {
      currentDict();
      for (const field of LOCALS) replace(to.state + field, word(from.state + field));
      return;
    }
    const copy = copyContext();
    const own = word(from.state + PyThreadState.context);
    replace(to.state + PyThreadState.context, what === 'context' && own !== 0 ? own : copy);
    decRef(copy);
    // Values that variables have cached for this thread state hold no longer.
    const version = to.state + PyThreadState.context_ver;
    module.HEAPU32[version >>> 2] = word(version) + 1;
  };
}
