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
  readonly #kept: PyThread[] = [];
  readonly #results = new Map<PyThread, unknown>();
  readonly #callKept: EnterCall;
  readonly #call: EnterCall;
  readonly #applyKept: EnterApplication;
  readonly #apply: EnterApplication;
  #mains = 0;

  constructor(bridge: Bridge, trampolines: Trampolines) {
    this.#bridge = bridge;
    const { capi, threadStates, scheduler } = bridge;
    const fn = (name: string): RawFunction => rawFunction(capi.module, name);
    const current = (): PyThread => scheduler.current as PyThread;
    const returned = (): undefined => {
      current().returned = true;
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
    this.#callKept = trampolines.entry(callNoArgs, called, returned);
    this.#call = trampolines.entry(callNoArgs, called, threadStates.clear);
    this.#applyKept = trampolines.applying(apply, raised, applied, returned);
    this.#apply = trampolines.applying(apply, raised, applied, threadStates.clear);
    scheduler.entrance.serveJavaScript();
  }

  /** Calls a callable. 0 with an exception set in a thread that is gone: the callable raises nothing. */
  call(callable: PyObject, context?: Context, asMain = this.#mains === 0): Call<PyObject> {
    const thread = this.#take(asMain, context);
    const enter = asMain ? this.#callKept : this.#call;
    const result = this.#start(
      thread,
      () => enter(callable, thread.state),
      (object: PyObject) => object,
    );
    return { thread, result };
  }

  /** Pyodide's `_pyproxy_apply`. Resolved with what `finish` makes of the result. */
  apply<T>([callable, args, count, names, named]: Application, finish: (applied: Applied) => T): Promise<T> {
    const isMain = this.#mains === 0;
    const thread = this.#take(isMain, 'copy of context');
    const enter = isMain ? this.#applyKept : this.#apply;
    return this.#start(thread, () => enter(callable, args, count, names, named, thread.state), finish);
  }

  /** Frees what is kept. Contract: no call is under way. */
  close(): void {
    const { threadStates, scheduler } = this.#bridge;
    for (const thread of this.#kept.splice(0)) {
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
          this.#kept.push(thread);
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
    const kept = isMain ? this.#kept.pop() : undefined;
    const thread = kept ?? threadStates.create(STACK_SIZE, scheduler.main, isMain);
    if (thread === undefined) throw new RangeError('Python has no memory for another call');
    if (kept === undefined && isMain) threadStates.share(scheduler.main, thread, 'locals');
    thread.isKept = isMain;
    // What its last wait, in another call, has left.
    thread.returned = thread.isDetached = false;
    thread.hearsBuffer = true;
    thread.isInterrupted = false;
    if (context !== undefined) threadStates.share(from, thread, context);
    return thread;
  }
}
