/** What the modules share: one of these for each interpreter. */

import { SUSPENDED } from '@pysock/host/call';
import type { Waiter } from '@pysock/socket-shim/internals';
import { INTERRUPTED } from '@pysock/socket-shim/internals';
import { createGuard } from './capi/guard.ts';
import { type CApi, createCApi, type EmscriptenModule, type PyObject } from './capi/index.ts';
import { checkLayout } from './capi/layout.ts';
import { createDefinitions, type Definitions } from './capi/methodobject.ts';
import { type ArgumentParsers, createArgumentParsers } from './capi/modsupport.ts';
import { createErrorSetter, type ErrorSetter } from './convert/errors.ts';
import { createErrnoMap, type ErrnoMap } from './identity/errno.ts';
import { type DescriptorTable, descriptorTable } from './kernel/descriptors/table.ts';
import { endsProgram } from './processes/exit.ts';
import { Replay } from './scheduler/replay.ts';
import { Scheduler } from './scheduler/scheduler.ts';
import { createSocketWaiter } from './scheduler/socket-waiter.ts';
import { createThreadStates, type ThreadStates } from './scheduler/threads.ts';
import { createTurns } from './scheduler/turns.ts';
import { SignalMasks } from './signals/signal-masks.ts';
import { createHostMemory, type HostMemory } from './wasm/host-memory.ts';
import { canSwitchStacks, createTrampolines, type Trampolines } from './wasm/trampolines.ts';

export interface Bridge {
  readonly capi: CApi;
  readonly parsers: ArgumentParsers;
  readonly define: Definitions;
  readonly errno: ErrnoMap;
  /** Whether Python sees this Linux: identity/. */
  readonly isLinux: boolean;
  readonly errors: ErrorSetter;
  readonly hostMemory: HostMemory;
  readonly descriptors: DescriptorTable;
  readonly scheduler: Scheduler;
  /** Functions of Python's that builtins call and that may wait. */
  readonly replay: Replay;
  readonly threadStates: ThreadStates;
  /** Which signals are blocked. */
  readonly masks: SignalMasks;
  /** Absent where this Node has no stack switching. */
  readonly trampolines: Trampolines | undefined;
  /** How the sockets of this interpreter wait. */
  readonly waiter: Waiter;
  /** Whether a path is the host's, and not one of Pyodide's own file system. */
  hasHostFiles(): boolean;
  /** `PyErr_CheckSignals`, after what the host has heard was handed to the interpreter. 0, or INTERRUPTED. */
  checkSignals(): number;
  /** Has a signal that was sent before be handled before the next one of Python's instructions. */
  settleSignals(): void;
  /** Ends a builtin that waits after a signal to this process: the handlers run, in the main thread. None, or 0 when one raised. */
  runHandlers(): PyObject;
  /** Goes on with an operation's result, now or when a suspended one has it. */
  finish(result: number, then: (result: number) => PyObject): PyObject;
  /** The same for a system call, during which CPython gives its lock up. The builtin has to be one that waits. */
  finishCall(result: number, then: (result: number) => PyObject): PyObject;
}

/** What installing needs of a Pyodide: its Emscripten module, which its types leave out. */
export interface Interpreter {
  readonly _module: unknown;
  runPython(code: string): unknown;
}

export interface BridgeOptions {
  /** Hands signals that the host has heard over to the interpreter. Called before `PyErr_CheckSignals`. True when there was one. */
  readonly deliverSignals?: () => boolean;
  /** Whether there are any that were not handed over yet. */
  readonly signalsWait?: () => boolean;
  /** Waits until those that were sent to this process before have been heard. */
  readonly settleSignals?: () => void;
  /** Whether a path is the host's. */
  readonly hasHostFiles?: () => boolean;
  /** Whether Python sees this Linux, or what Pyodide shows it: error numbers, sizes, names. */
  readonly isLinux?: boolean;
}

export function createBridge(emscripten: EmscriptenModule, options: BridgeOptions): Bridge {
  // What a memory snapshot is made with was compared when it was made.
  if (emscripten.installation?.isRecording !== false) checkLayout(emscripten);
  const capi = createCApi(emscripten);
  const { module } = capi;
  const errno = createErrnoMap(module, options.isLinux);
  const errors = createErrorSetter(capi, errno);
  const hostMemory = createHostMemory(module);

  const checkSignals = (): number => {
    options.deliverSignals?.();
    return capi.PyErr_CheckSignals() === 0 ? 0 : INTERRUPTED;
  };

  const setThrown = (error: unknown): void => {
    if (endsProgram(error)) throw error;
    errors.setThrown(error);
  };
  const guard = createGuard(setThrown);
  const deliverSignals = options.deliverSignals ?? (() => false);
  const signalsWait = options.signalsWait ?? (() => false);
  const threadStates = createThreadStates(module);
  const scheduler = new Scheduler(threadStates, {
    checkSignals,
    signalsWait,
    deliverSignals,
    setThrown,
    raiseInterrupt: () => capi.PyErr_SetNone(capi.PyExc('KeyboardInterrupt')),
  });
  const trampolines = canSwitchStacks() ? createTrampolines(scheduler.suspension, capi.PyErr_CheckSignals) : undefined;
  const replay = new Replay(capi, scheduler);
  const define = createDefinitions(capi, guard, trampolines, replay);
  scheduler.entrance.useTurns(createTurns(capi, define, scheduler, threadStates, hostMemory, signalsWait));

  const descriptors = descriptorTable(emscripten);
  descriptors.onClosing((host) => scheduler.closed(host));

  return {
    capi,
    errno,
    isLinux: options.isLinux ?? false,
    errors,
    hostMemory,
    parsers: createArgumentParsers(capi),
    define,
    scheduler,
    replay,
    threadStates,
    masks: new SignalMasks(threadStates),
    trampolines,
    descriptors,
    hasHostFiles: options.hasHostFiles ?? (() => false),
    waiter: createSocketWaiter(scheduler, checkSignals),
    checkSignals,
    settleSignals() {
      options.settleSignals?.();
      deliverSignals();
    },
    runHandlers: () =>
      scheduler.finish(scheduler.runHandlers(), (result) => (result < 0 ? errors.setResult(result) : capi.none())),
    finish: (result, then) => scheduler.finish(result, then),
    finishCall(result, then) {
      if (result === SUSPENDED) return scheduler.finish(result, then);
      const object = then(result);
      return object === 0 ? 0 : scheduler.passOn(object);
    },
  };
}
