/** JavaScript's side of event_loop.py: the functions that it calls, and the loop of what JavaScript awaits. */
import { isMainThread } from 'node:worker_threads';
import type { Bridge } from '../bridge.ts';
import { fastCall, noArgs } from '../capi/builtin.ts';
import type { PyObject } from '../capi/index.ts';
import type { MethodDef } from '../capi/methodobject.ts';
import { newModule, registerModule } from '../capi/moduleobject.ts';
import { rawFunction } from '../wasm/emscripten.ts';
import type { Entries } from './entries.ts';
import EVENT_LOOP from './event_loop.py.ts';
import { LoopDriver } from './loop-driver.ts';

interface RunsPython {
  readonly _module: unknown;
  runPython(code: string, options?: { globals?: unknown }): unknown;
  toPy(value: unknown): unknown;
}

interface LoopProxy {
  readonly _driver: number;
  destroy(): void;
}

/** `runsHere`: asyncio.run runs its coroutine on this loop, and not on one of its own. */
export interface LoopOptions {
  readonly runsHere: boolean;
}

export class JavaScriptLoop {
  readonly #bridge: Bridge;
  readonly #entries: Entries | undefined;
  readonly #drivers = new Map<number, LoopDriver>();
  readonly #own: LoopDriver;
  /** A method of the loop's: a callable that takes nothing. */
  readonly #interrupt: PyObject;
  #last = 0;

  constructor(bridge: Bridge, python: RunsPython, entries: Entries | undefined, { runsHere }: LoopOptions) {
    const { capi } = bridge;
    this.#bridge = bridge;
    this.#entries = entries;
    const functions = [...this.#drivingFunctions(), ...this.#otherFunctions()];
    registerModule(capi, '_pysock_loop', newModule(capi, bridge.define, '_pysock_loop', '', functions, {}));
    const namespace = python.toPy({ __name__: 'pysock_event_loop', runs_here: runsHere });
    const proxy = python.runPython(`${EVENT_LOOP}\nloop\n`, { globals: namespace }) as LoopProxy;
    const loop = (python._module as { PyProxy_getPtr(proxy: unknown): number }).PyProxy_getPtr(proxy);
    this.#interrupt = rawFunction(capi.module, 'PyObject_GetAttrString')(loop, capi.memory.literal('_interrupt'));
    this.#own = this.#drivers.get(proxy._driver) as LoopDriver;
    proxy.destroy();
  }

  /** Whether there is something that the loop waits for. */
  get isAwaited(): boolean {
    return this.#own.isAwaited;
  }

  /** Raises KeyboardInterrupt in all that waits for a future of the loop's. */
  interrupt(): void {
    this.#own.call(this.#interrupt);
  }

  /** No turn is made any more. */
  close(): void {
    for (const driver of this.#drivers.values()) driver.close();
  }

  /** A loop's driver, by the number that the loop has; a loop that is being made has none yet. */
  #drivingFunctions(): MethodDef[] {
    const { capi } = this.#bridge;
    const toDouble = rawFunction(capi.module, 'PyFloat_AsDouble');
    const argument = (args: number, index: number): PyObject => capi.memory.uint32(args + 4 * index);
    const number = (args: number, index: number): number => capi.PyLong_AsUnsignedLongMask(argument(args, index));
    const driver = (args: number): LoopDriver | undefined => this.#drivers.get(number(args, 0));
    return [
      fastCall('drive', (_module, args) => {
        const methods = { turn: argument(args, 1), rest: argument(args, 2) };
        this.#drivers.set(this.#last, new LoopDriver(this.#bridge, this.#entries, number(args, 0), methods));
        return capi.PyLong_FromLong(this.#last++);
      }),
      fastCall('leave', (_module, args) => {
        driver(args)?.close();
        this.#drivers.delete(number(args, 0));
        return capi.none();
      }),
      fastCall('wake', (_module, args) => {
        driver(args)?.wake();
        return capi.none();
      }),
      fastCall('rest', (_module, args) => {
        driver(args)?.rest(toDouble(argument(args, 1)), capi.PyObject_IsTrue(argument(args, 2)) === 1);
        return capi.none();
      }),
      fastCall('listen', (_module, args) => {
        driver(args)?.listen(number(args, 1), argument(args, 2));
        return capi.none();
      }),
      fastCall('ignore', (_module, args) => {
        driver(args)?.ignore(number(args, 1));
        return capi.none();
      }),
    ];
  }

  #otherFunctions(): MethodDef[] {
    const { capi, scheduler } = this.#bridge;
    const entries = this.#entries;
    return [
      noArgs('hears_signals', () => capi.PyBool_FromLong(isMainThread)),
      noArgs('can_wait', () => capi.PyBool_FromLong(scheduler.current !== undefined)),
      noArgs('is_thread', () => {
        const { current } = scheduler;
        return capi.PyBool_FromLong(
          current !== undefined && current !== scheduler.main && entries?.threads.has(current) !== true,
        );
      }),
    ];
  }
}
