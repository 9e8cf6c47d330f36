/**
 * Entering Python from JavaScript by threads: each call has a C stack and a thread state of its own, and waits while
 * JavaScript and the other calls go on.
 *
 * Of the calls under way one is Python's main thread, as far as Python can see: it shares thread-local objects with what
 * JavaScript calls without a thread. The others are threads like those that Python starts.
 */
import type { Bridge } from '../bridge.ts';
import type { PyObject } from '../capi/index.ts';
import type { PyThread } from '../scheduler/threads.ts';
import { type RawFunction, rawFunction } from '../wasm/emscripten.ts';
import type { Trampolines } from '../wasm/trampolines.ts';

const STACK_SIZE = 1024 * 1024;
/** How many threads that are not Python's main one are kept to be used again. */
const KEPT_OTHERS = 16;

/** A call that is under way. */
export interface Call<T> {
  readonly thread: PyThread;
  /** Contract: resolved when Python has returned, with nothing of the call on its stack any more. */
  readonly result: Promise<T>;
}

/** What Pyodide's `_pyproxy_apply` takes: a callable, arguments of JavaScript's and names of the last of them. */
export type Application = readonly [callable: number, args: unknown, count: number, names: unknown, named: number];

/** A value of JavaScript's, or an exception of Python's; 0 for none. */
export interface Applied {
  readonly value: unknown;
  readonly exception: PyObject;
}

export type Context = 'context' | 'copy of context';

type EnterCall = (callable: number, state: number) => Promise<unknown>;
type EnterApplication = ReturnType<Trampolines['applying']>;

export class Entries {
  /** The calls under way, the oldest first. */
  readonly threads = new Set<PyThread>();
  readonly #bridge: Bridge;
  readonly #keptMains: PyThread[] = [];
  readonly #keptOthers: PyThread[] = [];
  readonly #results = new Map<PyThread, unknown>();
  readonly #call: EnterCall;
  readonly #apply: EnterApplication;
  #mains = 0;

  constructor(bridge: Bridge, trampolines: Trampolines) {
    this.#bridge = bridge;
    const { capi, threadStates, scheduler } = bridge;
    const fn = (name: string): RawFunction => rawFunction(capi.module, name);
    const current = (): PyThread => scheduler.current as PyThread;
    // A thread that left nothing behind is used again, and need not be cleared.
    const isToClear = (state: number): number => {
      const thread = current();
      thread.isKept = thread.isMain || (this.#keptOthers.length < KEPT_OTHERS && threadStates.isUnused(state));
      thread.returned = thread.isKept;
      return thread.isKept ? 0 : 1;
    };
    const called = (result: number): void => {
      this.#results.set(current(), result);
    };
    const applied = (value: unknown, exception: number): void => {
      this.#results.set(current(), { value, exception } satisfies Applied);
    };
    const [callNoArgs, apply, raised] = [
      fn('PyObject_CallNoArgs'),
      fn('_pyproxy_apply'),
      fn('PyErr_GetRaisedException'),
    ];
    this.#call = trampolines.entry(callNoArgs, called, isToClear, threadStates.clear);
    this.#apply = trampolines.applying(apply, raised, applied, isToClear, threadStates.clear);
    scheduler.entrance.serveJavaScript();
  }

  /** Calls a callable. 0 with an exception set in a thread that is gone: the callable raises nothing. */
  call(callable: PyObject, context?: Context, asMain = this.#mains === 0): Call<PyObject> {
    const thread = this.#take(asMain, context);
    const result = this.#start(
      thread,
      () => this.#call(callable, thread.state),
      (object: PyObject) => object,
    );
    return { thread, result };
  }

  /** Pyodide's `_pyproxy_apply`. Resolved with what `finish` makes of the result. */
  apply<T>([callable, args, count, names, named]: Application, finish: (applied: Applied) => T): Promise<T> {
    const thread = this.#take(this.#mains === 0, 'copy of context');
    return this.#start(thread, () => this.#apply(callable, args, count, names, named, thread.state), finish);
  }

  /** Frees what is kept. Contract: no call is under way. */
  close(): void {
    const { threadStates, scheduler } = this.#bridge;
    for (const thread of [...this.#keptMains.splice(0), ...this.#keptOthers.splice(0)]) {
      threadStates.leave(scheduler.main);
      threadStates.enter(thread);
      threadStates.clear(thread.state);
      threadStates.dispose(thread, scheduler.main.sp);
      threadStates.enter(scheduler.main);
    }
  }

  #start<T, R>(thread: PyThread, begin: () => Promise<unknown>, finish: (value: T) => R): Promise<R> {
    const { scheduler, threadStates } = this.#bridge;
    this.threads.add(thread);
    if (thread.isMain) this.#mains++;
    return new Promise<R>((resolve, reject) => {
      const isOver = (): void => {
        this.threads.delete(thread);
        if (thread.isMain) this.#mains--;
      };
      thread.whenEnded = () => {
        isOver();
        const value = this.#results.get(thread) as T;
        this.#results.delete(thread);
        if (thread.isKept) {
          threadStates.rewind(thread, STACK_SIZE);
          (thread.isMain ? this.#keptMains : this.#keptOthers).push(thread);
        }
        resolve(finish(value));
      };
      scheduler.entrance.start(thread, begin, (error) => {
        isOver();
        reject(error);
      });
    });
  }

  #take(isMain: boolean, context: Context | undefined): PyThread {
    const { threadStates, scheduler } = this.#bridge;
    const from = scheduler.current ?? scheduler.main;
    const kept = (isMain ? this.#keptMains : this.#keptOthers).pop();
    const thread = kept ?? threadStates.create(STACK_SIZE, scheduler.main, isMain);
    if (thread === undefined) throw new RangeError('Python has no memory for another call');
    if (kept === undefined && isMain) threadStates.share(scheduler.main, thread, 'locals');
    if (!isMain) [thread.name, thread.blocked] = [scheduler.main.name, scheduler.main.blocked];
    // What its last wait, in another call, has left.
    thread.returned = thread.isDetached = false;
    thread.hearsBuffer = true;
    thread.isInterrupted = false;
    if (context !== undefined) threadStates.share(from, thread, context);
    return thread;
  }
}
