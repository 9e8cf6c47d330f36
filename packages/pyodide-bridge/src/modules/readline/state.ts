/** readline.c: what the module keeps, and the text that passes between Python and the library. */
import { readline } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import { once, rawFunction, remembered } from '../../wasm/emscripten.ts';

/** Functions of Python's that are called while a line is edited, by the place that each has. */
export const HOOKS = ['completer', 'startup_hook', 'pre_input_hook', 'completion_display_matches_hook'] as const;

export type Hook = (typeof HOOKS)[number];

export interface ReadlineState {
  /** The function that is set, borrowed; 0 for none. */
  get(hook: Hook): PyObject;
  /** Sets it, with a reference of its own; 0 for none. */
  set(hook: Hook, callable: PyObject): void;
  /** Where the text that is completed begins and ends in the line, in characters. */
  begidx: number;
  endidx: number;
  /** How many lines a history file keeps; below 0 for all. */
  historyLength: number;
  addsHistory: boolean;
  /** A signal has told that the terminal has another size. */
  isResized: boolean;
  /** The completer's delimiters in memory of C's. */
  delimiters: number;
  /** What a function of Python's has thrown that ends the program. */
  end?: { readonly error: unknown };
}

const states = new WeakMap<Bridge, ReadlineState>();

export const stateOf = (bridge: Bridge): ReadlineState => states.get(bridge) as ReadlineState;

/** The functions lie in the guest's memory: a forked process has them too. */
export function createState(bridge: Bridge): ReadlineState {
  const { capi } = bridge;
  const { memory, module } = capi;
  const words = remembered(module, () => memory.malloc(HOOKS.length * 4));
  once(module, () => {
    module.HEAPU8.fill(0, words, words + HOOKS.length * 4);
  });
  const place = (hook: Hook): number => words + HOOKS.indexOf(hook) * 4;
  const state: ReadlineState = {
    get: (hook) => memory.uint32(place(hook)),
    set(hook, callable) {
      const old = memory.uint32(place(hook));
      if (callable !== 0) capi.Py_IncRef(callable);
      memory.setInt32(place(hook), callable);
      if (old !== 0) capi.Py_DecRef(old);
    },
    begidx: 0,
    endidx: 0,
    historyLength: -1,
    addsHistory: true,
    isResized: false,
    delimiters: 0,
  };
  states.set(bridge, state);
  return state;
}

/** readline.c: encode: the bytes of a str with a NUL behind them. Throws RAISED. */
export function encoded({ capi }: Bridge, o: PyObject): Uint8Array {
  const { memory, module } = capi;
  const bytes = rawFunction(module, 'PyUnicode_EncodeLocale')(o, memory.literal('surrogateescape'));
  if (bytes === 0) throw RAISED;
  const start = capi.PyBytes_AS_STRING(bytes);
  const copy = memory.copyOut(start, capi.PyBytes_GET_SIZE(bytes) + 1);
  capi.Py_DecRef(bytes);
  return copy;
}

/** readline.c: decode: a new str of a C string of the library's. */
export const decoded = ({ capi }: Bridge, address: number): PyObject => capi.fsDecode(readline.bytesAt(address));
