/**
 * readline.c: call_readline, readline_until_enter_or_signal: the function that CPython reads a terminal's line with.
 *
 * The library is given one key at a time, and between them the thread waits as it does for any descriptor: other threads run, and the
 * handlers of signals.
 */
import { constants, readline, sys } from '@pysock/host';
import { RAISED } from '@pysock/host/call';
import { monotonic } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { endsProgram } from '../../processes/exit.ts';
import { rawAddress, rawFunction } from '../../wasm/emscripten.ts';
import { rethrow } from './hooks.ts';
import { stateOf } from './state.ts';

const { EAGAIN, POLLIN } = constants;
const { c, rl } = readline;

/** How often a function in PyOS_InputHook is called, in nanoseconds. */
const HOOK_INTERVAL = 100_000_000;
/** The wait's time is over. */
const PAUSED = 1;

/** A line that is being edited. */
interface Edit {
  fd: number;
  readonly prompt: number;
}

/** C's files for descriptors of the host's. */
const files = new Map<string, number>();

function fileOf(fd: number, mode: 'r' | 'w'): number {
  const key = `${mode}${fd}`;
  let file = files.get(key);
  if (file === undefined) {
    file = Number(c.fdopen(fd, mode));
    files.set(key, file);
  }
  return file;
}

/** Has the library read and write the standard streams that Python has. */
export function useStreams({ descriptors }: Bridge): void {
  readline.setPointer('rl_instream', fileOf(descriptors.host(0), 'r'));
  readline.setPointer('rl_outstream', fileOf(descriptors.host(1), 'w'));
}

/** `PyOS_ReadlineFunctionPointer`: returns a line in memory that PyMem_RawFree frees, or 0. It waits (wasm/trampolines.ts). */
export function createReadLine(bridge: Bridge): (stdin: number, stdout: number, prompt: number) => number {
  const { capi, scheduler } = bridge;
  const { memory, module } = capi;
  const swap = rawFunction(module, 'PyThreadState_Swap');
  const inputHook = rawAddress(module, 'PyOS_InputHook');
  const threadState = rawAddress(module, '_PyOS_ReadlineTState');
  const state = stateOf(bridge);
  /** Whether a line is edited now. C's lock around this function has no other thread come here meanwhile. */
  let isEditing = false;
  /** What the library has returned: a line's address, 0 at the end of the input; undefined while it is edited. */
  let line: number | undefined;

  const handler = readline.callback('void pysock_rl_line(uintptr_t)', (text = 0) => {
    line = text;
    rl.rl_callback_handler_remove();
    return undefined;
  });

  function begin(edit: Edit): void {
    isEditing = true;
    useStreams(bridge);
    readline.setInt('rl_catch_signals', 0);
    line = undefined;
    const host = bridge.hostMemory.address(edit.prompt);
    rl.rl_callback_handler_install(readline.cString(readline.bytesAt(host)), handler);
    rethrow(state);
  }

  function edited(edit: Edit): number {
    if (!isEditing) begin(edit);
    while (line === undefined) {
      if (state.isResized) {
        state.isResized = false;
        rl.rl_resize_terminal();
      }
      if (sys.pollOne(edit.fd, POLLIN, 0) === 0) return -EAGAIN;
      rl.rl_callback_read_char();
      rethrow(state);
    }
    return 0;
  }

  function attempt(edit: Edit): number {
    try {
      return edited(edit);
    } catch (error) {
      if (endsProgram(error)) throw error;
      bridge.errors.setThrown(error);
      return RAISED;
    }
  }

  function end(pointer: number): number {
    isEditing = false;
    swap(0);
    return pointer;
  }

  function finished(edit: Edit, result: number): number {
    const hook = memory.uint32(inputHook);
    if (hook !== 0 && result >= 0) bridge.define.callTable(hook);
    if (result === PAUSED) return go(edit);
    if (result === 0 && line !== undefined) return end(takeLine(bridge, line));
    if (isEditing) giveUp();
    return end(0);
  }

  /** Edits until there is a line, or something else is to be done. */
  function go(edit: Edit): number {
    const wait = {
      files: [{ fd: edit.fd, events: POLLIN }],
      moved: (_from: number, to: number) => {
        edit.fd = to;
      },
      deadline: memory.uint32(inputHook) === 0 ? Number.POSITIVE_INFINITY : monotonic() + HOOK_INTERVAL,
      expired: PAUSED,
      attempt: () => attempt(edit),
    };
    return scheduler.finish(scheduler.waitFor(wait), (result) => finished(edit, result));
  }

  return (_stdin, _stdout, prompt) => {
    swap(memory.uint32(threadState));
    return go({ fd: bridge.descriptors.host(0), prompt });
  };
}

/** A signal's handler has raised: the line is thrown away, and the terminal is as it was. */
function giveUp(): void {
  rl.rl_free_line_state();
  rl.rl_callback_sigcleanup();
  rl.rl_cleanup_after_signal();
  rl.rl_callback_handler_remove();
}

/** readline.c: call_readline: the line with its end, in the guest's memory; an empty one at the end of the input. */
function takeLine(bridge: Bridge, text: number): number {
  const { memory, module } = bridge.capi;
  const bytes = text === 0 ? new Uint8Array() : readline.bytesAt(text);
  if (bytes.length > 0 && stateOf(bridge).addsHistory) addHistory(bytes);
  if (text !== 0) c.free(text);
  const pointer = rawFunction(module, 'PyMem_RawMalloc')(bytes.length + 2);
  if (pointer === 0) return 0;
  memory.copyIn(pointer, bytes);
  memory.copyIn(pointer + bytes.length, Uint8Array.of(text === 0 ? 0 : 0x0a, 0));
  return pointer;
}

/** Adds a line, unless it is the last one there. */
function addHistory(bytes: Uint8Array): void {
  const entry = Number(rl.history_get(readline.getInt('history_length')));
  const last = entry === 0 ? new Uint8Array() : readline.bytesAt(readline.pointerAt(entry));
  if (Buffer.compare(bytes, last) !== 0) rl.add_history(readline.cString(bytes));
}
