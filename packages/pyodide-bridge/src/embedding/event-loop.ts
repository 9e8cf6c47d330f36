/** JavaScript's side of event_loop.py: what has a turn made, and makes it. */
import { Watch } from '@pysock/host';
import type { Bridge } from '../bridge.ts';
import { fastCall, noArgs } from '../capi/builtin.ts';
import type { PyObject } from '../capi/index.ts';
import type { MethodDef } from '../capi/methodobject.ts';
import { newModule, registerModule } from '../capi/moduleobject.ts';
import type { PyThread } from '../scheduler/threads.ts';
import { rawFunction } from '../wasm/emscripten.ts';
import type { Entries } from './entries.ts';
import EVENT_LOOP from './event_loop.py.ts';

interface RunsPython {
  readonly _module: unknown;
  runPython(code: string, options?: { globals?: unknown }): unknown;
  toPy(value: unknown): unknown;
}

interface LoopProxy {
  readonly _selector: { fileno(): number; destroy(): void };
  destroy(): void;
}

/** As setTimeout takes it. */
const LONGEST_DELAY = 0x7fffffff;

/** `runsHere`: asyncio.run runs its coroutine on this loop, and not on one of its own. */
export interface LoopOptions {
  readonly runsHere: boolean;
}

export class JavaScriptLoop {
  readonly #bridge: Bridge;
  readonly #entries: Entries | undefined;
  readonly #callNoArgs: (callable: PyObject) => PyObject;
  /** Methods of the loop's: callables that take nothing. */
  readonly #methods: { readonly turn: PyObject; readonly rest: PyObject; readonly interrupt: PyObject };
  readonly #watch: Watch;
  #timer: NodeJS.Timeout | undefined;
  /** Whether there is something that the loop waits for. */
  isAwaited = false;
  #isAsked = false;
  #isClosed = false;
  /** The thread of the turn that runs, and has not been held up. */
  #turning: PyThread | undefined;

  constructor(bridge: Bridge, python: RunsPython, entries: Entries | undefined, { runsHere }: LoopOptions) {
    const { capi } = bridge;
    this.#bridge = bridge;
    this.#entries = entries;
    this.#callNoArgs = rawFunction(capi.module, 'PyObject_CallNoArgs');
    registerModule(capi, '_pysock_loop', newModule(capi, bridge.define, '_pysock_loop', '', this.#functions(), {}));
    const namespace = python.toPy({ __name__: 'pysock_event_loop', runs_here: runsHere });
    const proxy = python.runPython(`${EVENT_LOOP}\nloop\n`, { globals: namespace }) as LoopProxy;
    const loop = (python._module as { PyProxy_getPtr(proxy: unknown): number }).PyProxy_getPtr(proxy);
    const getAttr = rawFunction(capi.module, 'PyObject_GetAttrString');
    const method = (name: string): PyObject => getAttr(loop, capi.memory.literal(name));
    this.#methods = { turn: method('_turn'), rest: method('_rest'), interrupt: method('_interrupt') };
    const selector = proxy._selector;
    this.#watch = new Watch(bridge.descriptors.host(selector.fileno()), () => this.#makeTurn());
    selector.destroy();
    proxy.destroy();
  }

  /** Raises KeyboardInterrupt in all that waits for a future of the loop's. */
  interrupt(): void {
    this.#call(this.#methods.interrupt);
  }

  /** No turn is made any more. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#watch.close();
  }

  /** What event_loop.py calls. */
  #functions(): MethodDef[] {
    const { capi, scheduler } = this.#bridge;
    const entries = this.#entries;
    const toDouble = rawFunction(capi.module, 'PyFloat_AsDouble');
    return [
      noArgs('wake', () => {
        if (this.#turning === undefined || scheduler.current !== this.#turning) this.#ask();
        return capi.none();
      }),
      fastCall('rest', (_module, args) => {
        const [delay, hasFiles] = [capi.memory.uint32(args), capi.memory.uint32(args + 4)];
        this.#rest(toDouble(delay), capi.PyObject_IsTrue(hasFiles) === 1);
        return capi.none();
      }),
      noArgs('can_wait', () => capi.PyBool_FromLong(scheduler.current !== undefined)),
      noArgs('is_thread', () => {
        const { current } = scheduler;
        return capi.PyBool_FromLong(
          current !== undefined && current !== scheduler.main && entries?.threads.has(current) !== true,
        );
      }),
    ];
  }

  /** The next turn is due in some milliseconds, never when it is negative; and there are files that may bring it about. */
  #rest(delay: number, hasFiles: boolean): void {
    if (this.#isClosed) return;
    this.isAwaited = delay >= 0 || hasFiles;
    clearTimeout(this.#timer);
    if (delay === 0) this.#ask();
    else if (delay > 0) this.#timer = setTimeout(() => this.#makeTurn(), Math.min(delay, LONGEST_DELAY));
    if (hasFiles) this.#watch.want();
    else this.#watch.rest();
  }

  #call(method: PyObject): void {
    const { capi } = this.#bridge;
    if (this.#isClosed) return;
    const result = this.#callNoArgs(method);
    if (result === 0) capi.PyErr_WriteUnraisable(method);
    else capi.Py_DecRef(result);
  }

  #ask(): void {
    if (this.#isAsked || this.#isClosed) return;
    this.#isAsked = true;
    setImmediate(() => this.#makeTurn());
  }

  #makeTurn(): void {
    this.#isAsked = false;
    if (this.#isClosed) return;
    clearTimeout(this.#timer);
    if (this.#entries === undefined) {
      this.#call(this.#methods.turn);
      return;
    }
    const { thread, result } = this.#entries.call(this.#methods.turn, undefined, true);
    this.#turning = thread;
    thread.hearsBuffer = false;
    const isOver = (): void => {
      thread.whenSuspended = undefined;
      if (this.#turning === thread) this.#turning = undefined;
    };
    thread.whenSuspended = () => {
      isOver();
      queueMicrotask(() => this.#call(this.#methods.rest));
    };
    result.then(isOver, (error: unknown) => {
      isOver();
      queueMicrotask(() => {
        throw error;
      });
    });
  }
}
