/** What makes the turns of one of Python's event loops, from JavaScript's: DrivenEventLoop of event_loop.py. */
import { constants as system } from 'node:os';
import { Watch } from '@pysock/host';
import type { Bridge } from '../bridge.ts';
import type { PyObject } from '../capi/index.ts';
import type { PyThread } from '../scheduler/threads.ts';
import { rawFunction } from '../wasm/emscripten.ts';
import type { Entries } from './entries.ts';

/** Callables of Python's that take nothing, which the driver has a reference to. */
export interface LoopMethods {
  readonly turn: PyObject;
  readonly rest: PyObject;
}

/** As setTimeout takes it. */
const LONGEST_DELAY = 0x7fffffff;

const signalNames = new Map(
  Object.entries(system.signals).map(([name, number]) => [number, name as NodeJS.Signals] as const),
);

export class LoopDriver {
  readonly #bridge: Bridge;
  readonly #entries: Entries | undefined;
  readonly #callNoArgs: (callable: PyObject) => PyObject;
  readonly #methods: LoopMethods;
  readonly #watch: Watch;
  readonly #listeners = new Map<number, { readonly method: PyObject; readonly hear: () => void }>();
  #timer: NodeJS.Timeout | undefined;
  /** Whether there is something that the loop waits for. */
  isAwaited = false;
  #isAsked = false;
  #isClosed = false;
  /** Another turn was due while one made way for JavaScript. */
  #isOutdated = false;
  /** The thread of the turn that runs, and has not been held up. */
  #turning: PyThread | undefined;

  /** `selector` is the number of a descriptor of Python's that is readable when a turn is to be made. */
  constructor(bridge: Bridge, entries: Entries | undefined, selector: number, methods: LoopMethods) {
    this.#bridge = bridge;
    this.#entries = entries;
    this.#callNoArgs = rawFunction(bridge.capi.module, 'PyObject_CallNoArgs');
    this.#methods = methods;
    for (const method of Object.values(methods)) bridge.capi.Py_IncRef(method);
    this.#watch = new Watch(bridge.descriptors.host(selector), () => this.#makeTurn());
  }

  /** No turn is made any more. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#watch.close();
    for (const signal of [...this.#listeners.keys()]) this.ignore(signal);
    for (const method of Object.values(this.#methods)) this.#bridge.capi.Py_DecRef(method);
  }

  /** A callback was added: a turn is due. One that is under way, and makes way for JavaScript meanwhile, looks itself when it ends. */
  wake(): void {
    if (this.#turning === undefined) this.#ask();
    else if (this.#bridge.scheduler.current !== this.#turning) this.#isOutdated = true;
  }

  /** The next turn is due in some milliseconds, never when it is negative; and there are files that may bring it about. */
  rest(delay: number, hasFiles: boolean): void {
    if (this.#isClosed) return;
    this.isAwaited = delay >= 0 || hasFiles;
    clearTimeout(this.#timer);
    if (delay === 0) this.#ask();
    else if (delay > 0) this.#timer = setTimeout(() => this.#makeTurn(), Math.min(delay, LONGEST_DELAY));
    if (hasFiles) this.#watch.want();
    else this.#watch.rest();
  }

  /** Has a callable that takes nothing called when the process hears a signal. */
  listen(signal: number, method: PyObject): void {
    this.ignore(signal);
    const name = signalNames.get(signal);
    if (name === undefined || this.#isClosed) return;
    const hear = (): void => this.call(method);
    this.#bridge.capi.Py_IncRef(method);
    this.#listeners.set(signal, { method, hear });
    process.on(name, hear);
  }

  ignore(signal: number): void {
    const listener = this.#listeners.get(signal);
    if (listener === undefined) return;
    this.#listeners.delete(signal);
    process.off(signalNames.get(signal) as NodeJS.Signals, listener.hear);
    this.#bridge.capi.Py_DecRef(listener.method);
  }

  /** Calls a callable that takes nothing, outside of a turn. */
  call(method: PyObject): void {
    const { capi } = this.#bridge;
    if (this.#isClosed) return;
    const result = this.#callNoArgs(method);
    if (result === 0) capi.PyErr_WriteUnraisable(method);
    else capi.Py_DecRef(result);
  }

  #ask(): void {
    if (this.#isAsked || this.#isClosed) return;
    this.#isAsked = true;
    setImmediate(() => {
      this.#isAsked = false;
      this.#makeTurn();
    });
  }

  #makeTurn(): void {
    // The turn that is asked for comes after what is ready now: one in each round of JavaScript's loop.
    if (this.#isClosed || this.#isAsked) return;
    this.#isOutdated = this.#turning !== undefined;
    if (this.#isOutdated) return;
    clearTimeout(this.#timer);
    if (this.#entries === undefined) {
      this.call(this.#methods.turn);
      return;
    }
    const { thread, result } = this.#entries.call(this.#methods.turn, undefined, true);
    this.#turning = thread;
    thread.hearsBuffer = false;
    const isOver = (): void => {
      thread.whenSuspended = undefined;
      if (this.#turning !== thread) return;
      this.#turning = undefined;
      if (this.#isOutdated) this.#ask();
    };
    thread.whenSuspended = () => {
      isOver();
      queueMicrotask(() => this.call(this.#methods.rest));
    };
    result.then(isOver, (error: unknown) => {
      isOver();
      queueMicrotask(() => {
        throw error;
      });
    });
  }
}
