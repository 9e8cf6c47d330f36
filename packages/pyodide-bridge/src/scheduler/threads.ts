/** Python threads: a thread state, a C stack and a promise each. What they wait for is scheduler.ts's. */
import type { threads } from '@pysock/host';
import { type Attempt, attempting, type HostFd, type Nanoseconds } from '@pysock/host/call';
import { PyThreadState } from '../capi/layout.ts';
import { type EmscriptenModule, type Pointer, type PyObject, rawFunction } from '../wasm/emscripten.ts';
import { createRuntimeWords } from './runtime-words.ts';
import { createSharing, isUnused } from './sharing.ts';

/** A descriptor of a wait. */
export interface WaitFile {
  fd: HostFd;
  readonly events: number;
}

/** What a wait has in the kernel. */
export interface RunningWait {
  /** The call has returned, or was not made yet. */
  readonly isOver: boolean;
  /** Whether a host descriptor is an argument of the call. */
  uses(fd: number): boolean;
  /** Has it return, and waits until it has: its result is then -EINTR, or what it has done. */
  interrupt(): void;
}

/** A file that is held for waits whose descriptor was closed. */
export interface HeldFile {
  readonly fd: number;
  waits: number;
}

/** Something that a thread cannot go on before. */
export interface Wait {
  /** Descriptors and the events (POLLIN, POLLOUT) of which any ends the wait. `fd` changes when the descriptor is closed: see `moved`. */
  readonly files: readonly WaitFile[];
  /** When the wait is over without, in nanoseconds on the monotonic clock; Infinity for never. */
  readonly deadline: Nanoseconds;
  /** Tries again. A result, or -EAGAIN when the wait has to go on, or -EINTR when signals are to be looked at first. */
  attempt: () => number;
  /**
   * A descriptor that is waited for is about to be closed, and `to` is the same file, until the wait is over: a call in the kernel
   * holds its file, whatever becomes of the descriptor.
   */
  moved?(from: number, to: number): void;
  /**
   * The wait in the kernel that goes on where a descriptor was ready and the attempt found nothing: then readiness is not all
   * that it waits for.
   */
  inKernel?(): Wait;
  /** A call that a thread of the operating system makes (kernel-wait.ts). */
  readonly running?: RunningWait;
  /** Another thread may try in its place: what the attempt leaves besides its result, no other attempt writes over. */
  readonly isSelfContained?: true | undefined;
  /** The result when the deadline has passed; TIMED_OUT when absent. */
  readonly expired?: number;
  /** The result when the handlers of signals have run; absent where the wait then goes on. */
  readonly whenSignalled?: number;
  /** The wait is given up: nothing may be granted to it any more. */
  cancel?(): void;
  /** It is over as soon as the others have had their turn. */
  readonly isTurn?: true;
}

/** Tells those who watch system calls which are made on behalf of a wait. */
export function showAttempts(wait: Wait): void {
  const { attempt } = wait;
  const shown: Attempt = {};
  wait.attempt = () => attempting(() => attempt.call(wait), shown);
}

/** What a function of Python's has returned to a builtin, or raised. References are its own. */
export interface Answer {
  /** What it was asked about. */
  readonly key: PyObject;
  /** 0 when it has raised. */
  readonly object: PyObject;
  readonly exception: PyObject;
}

/** A builtin that is called again, each time with one answer more. */
export interface Replayed {
  readonly answers: Answer[];
  /** How many it has been given. */
  given: number;
  /** Where the stack was when it was called. */
  sp: number;
  /** What is to be called before it is called again. */
  wanted: { readonly key: PyObject; readonly callable: PyObject; readonly args: PyObject } | undefined;
}

/** More than any thread of the kernel's has (Linux: PID_MAX_LIMIT). */
export const FIRST_NATIVE_ID = 1 << 22;
let nativeIds = FIRST_NATIVE_ID;

export class PyThread {
  readonly ident: number;
  /**
   * What stands for the kernel's number of the thread. That of the main thread is the process's, where the process is Python's; else
   * it has none, and `sys.gettid()` is it.
   */
  nativeId: number | undefined;
  /** The thread of the kernel that bears its number and its name (modules/_thread/native-id.ts). */
  standing: threads.StandingThread | undefined;
  /** As bytes, because it may be cut in the middle of a letter. */
  name: Uint8Array;
  readonly state: Pointer;
  /** It is what Python takes for its main thread: handlers of signals run there. */
  readonly isMain: boolean;
  /** What it ran has returned, and nothing of it is on its stack any more. */
  returned = false;
  /** Whether it looks itself for what `pyodide.setInterruptBuffer` was given. */
  hearsBuffer = true;
  /** It has to raise KeyboardInterrupt instead of waiting on. */
  isInterrupted = false;
  /** Called when it has been suspended for the first time, and not for the others' turn. */
  whenSuspended: (() => void) | undefined;
  /** Its thread state and its stack stay when it ends, to be used again. */
  isKept = false;
  /** Called when it has ended. */
  whenEnded: (() => void) | undefined;
  /** The block that the C stack lies in; 0 for the main thread, which has Emscripten's. */
  readonly stack: Pointer;
  /** The stack pointer while the thread does not run, and its errno: C reads that after a call which may have waited. */
  sp: number;
  errno = 0;
  wait: Wait | undefined;
  /** Makes the builtin's object of the operation's result. */
  complete: ((result: number) => PyObject) | undefined;
  /** Resolves the promise that the thread is suspended on. */
  wake: (() => void) | undefined;
  /** Waits that handlers of signals interrupted, which may wait themselves. */
  readonly interrupted: { readonly wait: Wait; readonly complete: (result: number) => PyObject }[] = [];
  /** Builtins that wait for a function of Python's that they have called (replay.ts), and the one that is called again now. */
  readonly calling: Replayed[] = [];
  recalled: Replayed | undefined;
  /** Files that are held until its wait is over. */
  held: HeldFile[] = [];
  /** The signals that it blocks: a bit each, the lowest one signal 1. */
  blocked = 0n;
  /** What a thread that has not begun runs. */
  begin: (() => void) | undefined;
  /** C code has released the lock around its call: no thread state is current while this thread waits. */
  isDetached = false;
  /** Already among those that can go on. */
  ready = false;
  /** It will not go on any more, whoever wakes it. */
  ended = false;
  /** A signal came in that this thread has to look at. */
  signalled = false;
  /** Its call is over because of a signal, and says so itself: EINTR is its result. */
  isToldOfSignals = false;
  /** The other thread could go on when this one stopped to receive: it seems to have been asked something by it. */
  isAnswered = false;

  constructor(ident: number, state: Pointer, stack: Pointer, sp: number, name: Uint8Array, isMain = false) {
    this.ident = ident;
    this.name = name;
    this.state = state;
    this.stack = stack;
    this.sp = sp;
    this.isMain = isMain;
    if (!isMain) this.nativeId = nativeIds++;
  }
}

const STACK_ALIGNMENT = 16;
/** Above this, stacks would take what the rest of the guest needs of the first 2 GiB, which is where its addresses are used. */
const STACKS_END = 0x70000000;

const topOf = (stack: Pointer, size: number): Pointer => (stack + size) & -STACK_ALIGNMENT;

export type ThreadStates = ReturnType<typeof createThreadStates>;

/** Thread states and C stacks: Include/pystate.h. */
export function createThreadStates(module: EmscriptenModule) {
  const fn = (name: string) => rawFunction(module, name);
  const malloc = fn('malloc');
  const free = fn('free');
  const swap = fn('PyThreadState_Swap');
  const currentState = fn('PyThreadState_GetUnchecked');
  const newState = fn('PyThreadState_New');
  const main = fn('PyThreadState_Get')();
  const interpreter = fn('PyThreadState_GetInterpreter')(main);
  const self = fn('PyThread_get_thread_ident')() >>> 0;
  const errno = fn('__errno_location')() >>> 2;

  /** A thread's identity is its thread state's address. */
  const name = (state: Pointer): void => {
    module.HEAPU32[(state + PyThreadState.thread_id) >>> 2] = state;
  };
  const runtime = createRuntimeWords(module, main);
  const protectStack = fn('PyUnstable_ThreadState_SetStackProtection');
  const deleteCurrent = fn('PyThreadState_DeleteCurrent');
  const isFinalizing = fn('Py_IsFinalizing');
  /** Those that have not ended. */
  const alive = new Set<PyThread>();
  /** Told when one has. */
  const watch: { ended?: () => void } = {};

  return {
    runtime,
    /** The interpreter is coming to its end, and no thread but the one that ends it may run Python any more. */
    isFinalizing: (): boolean => isFinalizing() !== 0,
    /** The main thread, whose identity is what C calls every thread. */
    main(): PyThread {
      const thread = new PyThread(self, main, 0, module.stackSave(), Buffer.from('pysock'), true);
      alive.add(thread);
      return thread;
    },
    alive,
    watch,
    /**
     * A new thread with a C stack of `size` bytes; undefined when memory is short. Its identity is its thread state's address,
     * or with `isMain` the main thread's.
     */
    create(size: number, parent: PyThread, isMain = false): PyThread | undefined {
      const stack = malloc(size);
      if (stack < 0 || stack + size > STACKS_END) free(stack);
      if (stack <= 0 || stack + size > STACKS_END) return undefined;
      const state = newState(interpreter);
      if (state === 0) {
        free(stack);
        return undefined;
      }
      if (!isMain) name(state);
      protectStack(state, stack, size);
      const thread = new PyThread(isMain ? self : state, state, stack, topOf(stack, size), parent.name, isMain);
      thread.blocked = parent.blocked;
      alive.add(thread);
      return thread;
    },
    /** In a forked process the thread that forked, on the stack that it had, is the main one. */
    becomeMain(ident: number, state: Pointer, stack: Pointer, name: Uint8Array): PyThread {
      const thread = new PyThread(ident, state, stack, module.stackSave(), name, true);
      alive.clear();
      alive.add(thread);
      // CPython 3.14 keeps the state of the thread that was the main one, and signals wait for a call that they interrupt.
      runtime?.setMain(true, state);
      return thread;
    },
    /** Makes a thread the one that C runs as, on its own stack. */
    enter(thread: PyThread): void {
      swap(thread.isDetached ? 0 : thread.state);
      module.stackRestore(thread.sp);
      module.HEAP32[errno] = thread.errno;
      runtime?.setMain(thread.isMain, thread.state);
    },
    /** Whether C code has released the lock, so that no thread state is current. */
    isDetached: (): boolean => currentState() === 0,
    /** Notes where a thread that stops running was on its stack. */
    leave(thread: PyThread): void {
      thread.sp = module.stackSave();
      thread.errno = module.HEAP32[errno] as number;
      thread.isDetached = currentState() === 0;
    },
    /** Has a thread begin anew at the top of its stack. */
    rewind(thread: PyThread, size: number): void {
      thread.sp = topOf(thread.stack, size);
    },
    share: createSharing(module),
    isUnused: isUnused(module),
    clear: fn('PyThreadState_Clear'),
    /** Frees a thread that is current, cleared and has returned. `sp` is where C goes on meanwhile. */
    dispose(thread: PyThread, sp: number): void {
      module.stackRestore(sp);
      deleteCurrent();
      free(thread.stack);
      alive.delete(thread);
      thread.standing?.end();
      watch.ended?.();
    },
  };
}

/** What makes threads that compute take turns (turns.ts). */
export interface Turns {
  /** Several threads live from now on. */
  begin(): void;
  /** One lives. */
  end(): void;
  /** Every thread waits, and then one goes on. */
  pause(): void;
  goOn(): void;
  /** Nothing of Python runs any more. */
  close(): void;
}
