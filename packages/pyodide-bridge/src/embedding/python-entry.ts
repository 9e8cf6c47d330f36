/** Entering Python so that it can be suspended: where it waits, JavaScript goes on, and threads can start. */
import type { Bridge } from '../bridge.ts';
import { type RawFunction, rawFunction } from '../wasm/emscripten.ts';

export interface RunOptions {
  /** The namespace that the code runs in, a Python dict; the one of `runPython` when absent. */
  readonly globals?: unknown;
  /** What tracebacks call the code. */
  readonly filename?: string;
}

export interface PythonEntry {
  /**
   * Runs Python code and answers the value of its last expression, as `pyodide.runPython` does. While it waits for a
   * socket, a lock or the clock, JavaScript's event loop goes on, and Python threads run. One such call runs at a time.
   *
   * Where Node has no stack switching (22 and older), the code runs as under `runPython`: what waits blocks.
   *
   * @throws PythonError what the code raised.
   */
  run(code: string, options?: RunOptions): Promise<unknown>;
}

interface Proxy {
  (...args: unknown[]): unknown;
  destroy(): void;
}

interface RunsPython {
  readonly _module: unknown;
  readonly globals: unknown;
  runPython(code: string): unknown;
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

export function createPythonEntry(python: RunsPython, bridge: Bridge): PythonEntry {
  const module = python._module as { PyProxy_getPtr(proxy: unknown): number };
  const { scheduler, trampolines, capi } = bridge;
  const callNoArgs = rawFunction(capi.module, 'PyObject_CallNoArgs');
  const suspendable = trampolines?.promising(callNoArgs as RawFunction);
  let calls: Proxy | undefined;

  return {
    async run(code, options = {}) {
      calls ??= python.runPython(CALLS) as Proxy;
      const pair = calls(code, options.globals ?? python.globals, options.filename ?? '<exec>') as Proxy & {
        get(index: number): Proxy;
      };
      const [run, answer] = [pair.get(0), pair.get(1)];
      try {
        if (suspendable === undefined) run();
        else capi.Py_DecRef(await scheduler.enter(() => suspendable(module.PyProxy_getPtr(run)), true));
        return answer();
      } finally {
        for (const proxy of [run, answer, pair]) proxy.destroy();
      }
    },
  };
}
