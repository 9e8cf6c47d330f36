/** Entering Python so that it can be suspended: where it waits, JavaScript goes on, and threads can start. */

import { isMainThread } from 'node:worker_threads';
import { constants } from '@pysock/host';
import type { Bridge } from '../bridge.ts';
import type { PyObject } from '../capi/index.ts';
import type { Slices } from '../scheduler/kernel-wait.ts';
import type { InterruptBuffer } from '../signals/interrupt-buffer.ts';
import { rawFunction } from '../wasm/emscripten.ts';
import { giveToPython, type HasFileno, type HasHandle, takeFromPython } from './descriptors-for-node.ts';
import { type Application, Entries } from './entries.ts';
import { JavaScriptLoop } from './event-loop.ts';
import { OpenDescriptors } from './open-descriptors.ts';
import { checkRunOptions, type RunOptions } from './run-options.ts';

export interface PythonEntry extends AsyncDisposable {
  /**
   * Runs Python code and returns the value of its last expression, as `pyodide.runPython` does. While it waits for a
   * socket, a lock or the clock, JavaScript's event loop goes on, and so do Python threads and other calls.
   *
   * Where Node has no stack switching (22 and older), the code runs as under `runPython`: what waits blocks.
   *
   * @throws PythonError what the code raised; the reason of `options.signal` when that aborts it; TypeError for a wrong option.
   */
  run(code: string, options?: RunOptions): Promise<unknown>;
  /**
   * Gives Python a `net.Socket`, a `net.Server` or a descriptor's number of Node's, and returns the number that Python has it
   * by: `socket.socket(fileno=number)`. Python owns it afterwards: what it was given is closed for Node. What Node has read
   * already, Python does not get.
   *
   * @throws TypeError when it is none of these, or not open.
   */
  giveToPython(source: HasHandle | number): number;
  /**
   * Takes a socket of Python's, or a descriptor by its `fileno()`, and returns the descriptor that Node has it by:
   * `new net.Socket({ fd })`, `server.listen({ fd })`. Node owns it afterwards: for Python it is closed.
   *
   * @throws TypeError when it is none of these, or not open.
   */
  takeFromPython(source: HasFileno | number): number;
  /** Raises KeyboardInterrupt in all of Python that waits, or that has made way for JavaScript meanwhile. */
  interrupt(): void;
  /** Ends what waits, and closes every descriptor that Python has open. Nothing of Python can be used afterwards. */
  close(): Promise<void>;
}

interface Proxy {
  (...args: unknown[]): unknown;
  destroy(): void;
}

export interface RunsPython {
  readonly _module: unknown;
  readonly globals: unknown;
  runPython(code: string, options?: { globals?: unknown }): unknown;
  toPy(value: unknown): { destroy(): void };
}

/** Pyodide's Emscripten module: what `callPromising` and the WebLoop call Python with. */
interface PyodideModule {
  PyProxy_getPtr(proxy: unknown): PyObject;
  promisingApply(...args: [...Application, number]): Promise<[unknown]>;
  HEAPU32: Uint32Array;
}

/** Makes two functions of some code: one that runs it and keeps what came of it, and one that gives that out. */
const CALLS = `
def calls(code, namespace, filename):
    from pyodide.code import eval_code
    outcome = []
    def run():
        try:
            outcome.append(eval_code(code, namespace, filename=filename))
        except BaseException as error:
            outcome.append(None)
            outcome.append(error)
    def answer():
        if len(outcome) == 2:
            raise outcome[1]
        return outcome[0]
    return run, answer
calls
`;

const HAS_HANDLER = `
import signal
callable(signal.getsignal(signal.SIGINT)) and signal.getsignal(signal.SIGINT) is not signal.default_int_handler
`;

const { SIGINT } = constants;
/** For how long what runs may go on when Python is closed, in milliseconds. */
const CLOSING = 500;

/** How long a wait that nothing can end goes on before it is looked whether it is to end, in milliseconds. */
const SLICE = 50;

/** A worker that is terminated sees it between two waits; `buffer` is what `pyodide.setInterruptBuffer` was given. */
function slicesWith(buffer: () => InterruptBuffer | undefined): () => Slices | undefined {
  const slices: Slices = { length: SLICE, isInterrupted: () => (buffer()?.[0] ?? 0) !== 0 };
  return () => (!isMainThread || buffer() !== undefined ? slices : undefined);
}

/** Has an interrupt buffer heard while all of Python waits, for as long as the interpreter is used. */
function listenTo(python: WeakRef<EmbeddedPython>): NodeJS.Timeout {
  const timer = setInterval(() => {
    const alive = python.deref();
    if (alive === undefined) clearInterval(timer);
    else alive.hear();
  }, SLICE);
  return timer.unref();
}

export interface EntryOptions {
  /** Whether asyncio.run uses JavaScript's event loop, as Pyodide's does. */
  readonly runsOnJavaScript: boolean;
}

export class EmbeddedPython implements PythonEntry {
  readonly #python: RunsPython;
  readonly #bridge: Bridge;
  readonly #module: PyodideModule;
  readonly #entries: Entries | undefined;
  readonly #loop: JavaScriptLoop;
  readonly #descriptors: OpenDescriptors;
  readonly #buffer: () => InterruptBuffer | undefined;
  readonly #listening: NodeJS.Timeout;
  #calls: Proxy | undefined;
  #isClosed = false;
  #hasLeft = false;

  /** `pyodide` is Pyodide's API, whose types leave out what is used of it here. */
  constructor(pyodide: object, bridge: Bridge, options: EntryOptions) {
    const python = pyodide as RunsPython;
    this.#python = python;
    this.#bridge = bridge;
    this.#module = python._module as PyodideModule;
    const { capi, scheduler, trampolines } = bridge;
    const entries = trampolines === undefined ? undefined : new Entries(bridge, trampolines);
    this.#entries = entries;
    if (entries !== undefined) {
      this.#module.promisingApply = (callable, values, count, names, named, exception) =>
        entries.apply([callable, values, count, names, named], (applied) => {
          this.#module.HEAPU32[exception >>> 2] = applied.exception;
          return [applied.value];
        });
    }
    // Emscripten's own slot for a buffer of interrupts, which its type leaves out.
    const buffer = capi.emscripten as unknown as { Py_EmscriptenSignalBuffer?: InterruptBuffer };
    this.#buffer = () => buffer.Py_EmscriptenSignalBuffer;
    scheduler.slices = slicesWith(this.#buffer);
    this.#descriptors = new OpenDescriptors(bridge);
    this.#listening = listenTo(new WeakRef(this));
    this.#loop = new JavaScriptLoop(bridge, python, entries, { runsHere: options.runsOnJavaScript });
    // Users take it apart: const { run } = installSocket(pyodide).
    this.run = this.run.bind(this);
    this.interrupt = this.interrupt.bind(this);
    this.close = this.close.bind(this);
    this.giveToPython = this.giveToPython.bind(this);
    this.takeFromPython = this.takeFromPython.bind(this);
  }

  async run(code: string, options: RunOptions = {}): Promise<unknown> {
    const { globals, filename, signal } = checkRunOptions(code, options);
    if (this.#isClosed) throw new Error('this Python was closed');
    if (this.#hasLeft) throw new Error('this Python runs its program to the end, and no other code');
    signal?.throwIfAborted();
    this.#calls ??= this.#python.runPython(CALLS) as Proxy;
    const pair = this.#calls(code, globals ?? this.#python.globals, filename) as Proxy & { get(index: number): Proxy };
    const [run, answer] = [pair.get(0), pair.get(1)];
    try {
      if (this.#entries === undefined) run();
      else await this.#enter(this.#entries, run, signal);
      return answer();
    } finally {
      for (const proxy of [run, answer, pair]) proxy.destroy();
    }
  }

  giveToPython(source: HasHandle | number): number {
    return giveToPython(this.#bridge, source);
  }

  takeFromPython(source: HasFileno | number): number {
    return takeFromPython(this.#bridge, this.#descriptors, source);
  }

  /** New descriptors have the host's numbers from now on, as far as these are free: Node knows them by the same. */
  useHostNumbers(): void {
    this.#bridge.descriptors.useHostNumbers();
  }

  /** Looks whether the array of `pyodide.setInterruptBuffer` asks what waits to stop. What computes looks itself. */
  hear(): void {
    if (this.#bridge.scheduler.current !== undefined) return;
    const buffer = this.#buffer();
    if (buffer?.[0] !== SIGINT) return;
    if ((this.#entries?.threads.size ?? 0) === 0 && !this.#loop.isAwaited) return;
    buffer[0] = 0;
    this.interrupt();
  }

  interrupt(): void {
    const { scheduler, capi } = this.#bridge;
    let isSignalled = false;
    for (const thread of this.#entries?.threads ?? []) {
      if (thread.isMain && !isSignalled && thread.wait !== undefined && this.#hasHandler()) {
        isSignalled = true;
        rawFunction(capi.module, 'PyErr_SetInterruptEx')(SIGINT);
        scheduler.signal(thread);
      } else scheduler.interrupt(thread);
    }
    // The program of the command line runs in the main thread itself.
    if (scheduler.main.wait !== undefined) scheduler.interrupt(scheduler.main);
    this.#loop.interrupt();
  }

  /** Python's main program is about to run, to the interpreter's end: nothing is awaited on JavaScript's event loop any more. */
  leave(): void {
    this.#hasLeft = true;
    clearInterval(this.#listening);
    this.#loop.close();
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#listening);
    if (!this.#hasLeft) this.#loop.interrupt();
    for (const thread of this.#entries?.threads ?? []) this.#bridge.scheduler.interrupt(thread);
    const end = performance.now() + CLOSING;
    while ((this.#entries?.threads.size ?? 0) > 0 && performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    this.#loop.close();
    this.#bridge.scheduler.entrance.stopServing();
    this.#descriptors.closeAll();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Whether the program has a handler of its own for SIGINT. The usual one raises KeyboardInterrupt. */
  #hasHandler(): boolean {
    return this.#python.runPython(HAS_HANDLER, { globals: this.#python.toPy({}) }) as boolean;
  }

  async #enter(entries: Entries, run: Proxy, signal: AbortSignal | undefined): Promise<void> {
    const { scheduler, capi } = this.#bridge;
    const { thread, result } = entries.call(this.#module.PyProxy_getPtr(run), 'context');
    const abort = (): void => scheduler.interrupt(thread);
    signal?.addEventListener('abort', abort);
    try {
      capi.Py_DecRef(await result);
    } finally {
      signal?.removeEventListener('abort', abort);
    }
    signal?.throwIfAborted();
  }
}
