/** How a program ended, and ending the process that way. */
import { constants, sys } from '@pysock/host';
import type { Imports } from '../wasm/emscripten.ts';
import { type EmscriptenModule, rawFunction } from '../wasm/emscripten.ts';

/** An exit status, or the signal that the program died of. */
export type Exit = { readonly status: number } | { readonly signal: number };

/** Thrown out of WebAssembly where a C program would call `_exit`. */
export class ProcessExit extends Error {
  override readonly name = 'ProcessExit';
  readonly exit: Exit;
  constructor(exit: Exit) {
    super('the program has ended');
    this.exit = exit;
  }
}

/** Whether an error that comes out of WebAssembly is no failure of a call but the end of the program: an exit, or a trap. */
export function endsProgram(error: unknown): boolean {
  return error instanceof ProcessExit || error instanceof WebAssembly.RuntimeError;
}

export const { SIGABRT } = constants;

/** Where a C program would end the process, Python's thread unwinds. */
export function replaceExits(imports: Imports, module: EmscriptenModule): void {
  const exitBy = (exit: Exit): never => {
    throw new ProcessExit(exit);
  };
  /** What an abort() is: SIGABRT, or the signal whose handler runs. */
  let fatal: number = SIGABRT;
  imports.exit = (status: number) => {
    rawFunction(module, 'fflush')(0);
    exitBy({ status });
  };
  // The C library's `_exit`: os._exit is ours, so it is the default action of a signal that ends here.
  imports.proc_exit = (status: number) => exitBy(status > 128 ? { signal: status - 128 } : { status });
  let isAborting = false;
  imports._abort_js = () => {
    // abort(3): SIGABRT's handler runs first, as faulthandler's does.
    if (!isAborting && fatal === SIGABRT && rawFunction(module, 'PyOS_getsig')(SIGABRT) !== 0) {
      isAborting = true;
      rawFunction(module, 'raise')(SIGABRT);
    }
    exitBy({ signal: fatal });
  };
  // The default action of signals that leave a core is abort() there. faulthandler raises such a one again from its handler.
  const callHandler = imports.__call_sighandler as unknown as (handler: number, signal: number) => void;
  imports.__call_sighandler = (handler: number, signal: number) => {
    const before = fatal;
    fatal = signal;
    try {
      callHandler(handler, signal);
    } finally {
      fatal = before;
    }
  };
}

let last: (() => void) | undefined;

/** Has the process do this before it ends by itself, or becomes another program. */
export function beforeEnd(run: () => void): void {
  last = run;
}

export function prepareEnd(): void {
  last?.();
}

/** Ends the process, at once and without waiting for another thread. */
export function endProcess(exit: Exit): never {
  prepareEnd();
  if ('signal' in exit) {
    sys.setDefault(exit.signal);
    // To this thread, so that it is delivered before the call returns.
    sys.tgkill(sys.gettid(), exit.signal);
    return sys._exit(128 + exit.signal);
  }
  return sys._exit(exit.status & 0xff);
}
