/**
 * Going on in a copy of an interpreter's memory, in another process, where the native stack of the calls is not.
 *
 * The frame that was running points to its call still, so evaluating it makes the call again, of which the builtin knows that it is
 * in the copy. The frames below were part of the same C call of the evaluation loop, and are gone on with one by one: each with
 * the value that the one above has returned, or the exception that it has raised. Below them lies a C function (return-through.ts).
 */
import type { CApi } from '../capi/index.ts';
import { CodeUnit, Instructions, InterpreterFrame, PyThreadState } from '../capi/layout.ts';
import type { Pointer, PyObject } from '../wasm/emscripten.ts';
import { keepAcrossFork } from '../wasm/forked.ts';
import { Returns } from './return-through.ts';

/** `_PyEval_EvalFrameDefault`, which may be suspended. */
export type Evaluate = (threadState: Pointer, frame: Pointer, throwflag: number) => Promise<PyObject>;

/**
 * The frames of copies that are being evaluated and whose callers were part of the same C call once: a copy of the copy sees an entry
 * between the two as if there were a C function.
 */
const resumed = new WeakMap<WebAssembly.Table, Set<Pointer>>();

/** Call it when modules are registered: it is told on to forked processes. */
export function keepResumed({ module }: CApi): void {
  const inline = new Set<Pointer>();
  resumed.set(module.wasmTable, inline);
  keepAcrossFork(module, 'resumed', {
    save: () => [...inline],
    load(frames: Pointer[]) {
      for (const frame of frames) inline.add(frame);
    },
  });
}

const { FRAME_OWNED_BY_GENERATOR, FRAME_OWNED_BY_INTERPRETER } = InterpreterFrame;

/** Goes on until the outermost frame has ended. Its value, or 0 with an exception set. */
export async function resumeFrames(capi: CApi, evaluate: Evaluate, threadState: Pointer): Promise<PyObject> {
  const { module, memory } = capi;
  const returns = new Returns(capi);
  const ownerOf = (frame: Pointer): number => module.HEAPU8[frame + InterpreterFrame.owner] as number;

  /** The caller of a frame finds its value on top of its own stack, behind the call or, of a generator, behind its resumption. */
  function giveValue(frame: Pointer, value: PyObject, hasYielded: boolean): void {
    const top = memory.uint32(frame + InterpreterFrame.stackpointer);
    memory.setInt32(top, value);
    memory.setInt32(frame + InterpreterFrame.stackpointer, top + 4);
    const low = module.HEAPU8[frame + InterpreterFrame.return_offset] as number;
    const high = module.HEAPU8[frame + InterpreterFrame.return_offset + 1] as number;
    const bytes = hasYielded ? Instructions.SEND.size : (low | (high << 8)) * CodeUnit.sizeof;
    const instruction = memory.uint32(frame + InterpreterFrame.instr_ptr);
    memory.setInt32(frame + InterpreterFrame.instr_ptr, instruction + bytes);
  }

  const inline = resumed.get(module.wasmTable) as Set<Pointer>;
  let frame = memory.uint32(threadState + PyThreadState.current_frame);
  let throwflag = 0;
  for (;;) {
    const previous = memory.uint32(frame + InterpreterFrame.previous);
    const isEntry = ownerOf(previous) === FRAME_OWNED_BY_INTERPRETER;
    const isInline = !isEntry || inline.has(frame);
    const caller = isEntry ? memory.uint32(previous + InterpreterFrame.previous) : previous;
    const isGenerator = ownerOf(frame) === FRAME_OWNED_BY_GENERATOR;
    const above = isInline || caller === 0 ? undefined : returns.lowest(frame);
    memory.setInt32(threadState + PyThreadState.current_frame, caller);
    if (isInline) inline.add(frame);
    let value = await evaluate(threadState, frame, throwflag);
    inline.delete(frame);
    if (caller === 0) return value;
    const hasYielded = isGenerator && value !== 0 && returns.hasYielded(frame);
    frame = caller;
    if (above !== undefined) {
      memory.setInt32(threadState + PyThreadState.current_frame, frame);
      value = returns.through(frame, value, above, hasYielded);
      if (above.self !== 0) capi.Py_DecRef(above.self);
    } else if (value !== 0) giveValue(frame, value, hasYielded);
    throwflag = value === 0 ? 1 : 0;
  }
}
