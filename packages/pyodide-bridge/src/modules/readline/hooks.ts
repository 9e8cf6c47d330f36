/** readline.c: the functions that the library calls, and that call Python's. What those raise is ignored, as in C. */
import { readline } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { endsProgram } from '../../processes/exit.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { callTaking } from '../calls.ts';
import { decoded, encoded, type Hook, type ReadlineState, stateOf } from './state.ts';

const { c, rl } = readline;

/** rl_attempted_completion_function and the like: void and pointers. */
const PROTOTYPES = {
  complete: 'uintptr_t pysock_rl_complete(uintptr_t, int, int)',
  match: 'uintptr_t pysock_rl_match(uintptr_t, int)',
  hook: 'int pysock_rl_hook()',
  display: 'void pysock_rl_display(uintptr_t, int, int)',
} as const;

/** Runs what calls Python, in the middle of a wait: nothing that it raises or throws comes through to the library. */
function shielded(bridge: Bridge, failure: number, body: () => number): number {
  const thread = bridge.scheduler.current;
  const wait = thread?.wait;
  const complete = thread?.complete;
  if (thread !== undefined) {
    thread.wait = undefined;
    thread.complete = undefined;
  }
  try {
    return body();
  } catch (error) {
    if (endsProgram(error)) stateOf(bridge).end = { error };
    return failure;
  } finally {
    bridge.capi.PyErr_Clear();
    if (thread !== undefined) {
      thread.wait = wait;
      thread.complete = complete;
    }
  }
}

/** Goes on with what ends the program, which cannot be thrown through the library. */
export function rethrow({ end }: ReadlineState): void {
  if (end !== undefined) throw end.error;
}

/** readline.c: on_hook */
function onHook(bridge: Bridge, hook: Hook): number {
  const { capi } = bridge;
  const callable = stateOf(bridge).get(hook);
  if (callable === 0) return 0;
  return shielded(bridge, 0, () => {
    const result = callTaking(bridge.capi, callable);
    if (result === 0) return 0;
    const value = result === capi.Py_None ? 0 : rawFunction(capi.module, 'PyLong_AsInt')(result);
    capi.Py_DecRef(result);
    return value;
  });
}

/** readline.c: on_completion */
function onCompletion(bridge: Bridge, text: number, index: number): number {
  const { capi } = bridge;
  const completer = stateOf(bridge).get('completer');
  if (completer === 0) return 0;
  return shielded(bridge, 0, () => {
    readline.setInt('rl_attempted_completion_over', 1);
    const result = callTaking(bridge.capi, completer, decoded(bridge, text), capi.PyLong_FromLong(index));
    if (result === 0) return 0;
    try {
      return result === capi.Py_None ? 0 : Number(c.strdup(encoded(bridge, result)));
    } finally {
      capi.Py_DecRef(result);
    }
  });
}

/** readline.c: on_completion_display_matches_hook */
function onDisplay(bridge: Bridge, matches: number, count: number, longest: number): void {
  const { capi } = bridge;
  const hook = stateOf(bridge).get('completion_display_matches_hook');
  if (hook === 0) return;
  const pointers = readline.pointersAt(matches).slice(0, count + 1);
  shielded(bridge, 0, () => {
    const [substitution, ...found] = pointers.map((pointer) => decoded(bridge, pointer));
    const result = callTaking(bridge.capi, hook, substitution ?? 0, capi.listOf(found), capi.PyLong_FromLong(longest));
    if (result !== 0) capi.Py_DecRef(result);
    return 0;
  });
}

/** How many characters of UTF-8 begin in the line between two places. */
function charactersIn(from: number, to: number): number {
  const line = readline.bytesAt(readline.getPointer('rl_line_buffer')).subarray(from, to);
  return [...Buffer.from(line).toString()].length;
}

/** Tells the library of the functions below. */
export function installHooks(bridge: Bridge): { readonly display: number } {
  const state = stateOf(bridge);
  const match = readline.callback(PROTOTYPES.match, (text = 0, index = 0) => onCompletion(bridge, text, index));
  /** readline.c: flex_complete */
  const complete = readline.callback(PROTOTYPES.complete, (text = 0, start = 0, end = 0) => {
    readline.setInt('rl_completion_append_character', 0);
    readline.setInt('rl_completion_suppress_append', 0);
    state.begidx = charactersIn(0, start);
    state.endidx = state.begidx + charactersIn(start, end);
    return Number(rl.rl_completion_matches(text, match));
  });
  const startup = readline.callback(PROTOTYPES.hook, () => onHook(bridge, 'startup_hook'));
  const preInput = readline.callback(PROTOTYPES.hook, () => onHook(bridge, 'pre_input_hook'));
  readline.setPointer('rl_startup_hook', startup);
  readline.setPointer('rl_pre_input_hook', preInput);
  readline.setPointer('rl_attempted_completion_function', complete);
  const display = readline.callback(PROTOTYPES.display, (matches = 0, count = 0, longest = 0) => {
    onDisplay(bridge, matches, count, longest);
    return undefined;
  });
  return { display };
}
