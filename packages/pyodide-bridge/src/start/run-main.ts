/** Running the program of the command line to the interpreter's end: Modules/main.c. */
import { writeSync } from 'node:fs';
import { constants } from 'node:os';
import type { Bridge } from '../bridge.ts';
import type { PyObject } from '../capi/index.ts';
import { ignoreSignals } from '../modules/_signal/sig-ign.ts';
import { type Exit, ProcessExit, SIGABRT } from '../processes/exit.ts';
import { type Inherited, NOTHING } from '../signals/inherited.ts';
import type { Interrupts } from '../signals/interrupts.ts';
import { bitOf, signalsOf } from '../signals/signal-sets.ts';
import { rawFunction } from '../wasm/emscripten.ts';
import { prepareStack } from '../wasm/stack.ts';
import type { ParsedCommandLine } from './command-line.ts';
import { callEntry } from './configure.ts';
import { asksForHelp, asksForVersion, helpText, versionLine } from './version.ts';

export interface Program {
  readonly bridge: Bridge;
  /** The prelude's entry point that makes the module `__main__`. */
  readonly enterMain: PyObject;
  readonly parsed: ParsedCommandLine;
  readonly argv: readonly string[];
  readonly stdout: number;
  readonly stderr: number;
  /** Where signals come from: present when Python has a thread of its own. */
  readonly interrupts: Interrupts | undefined;
  /** What the process was started with, as far as Node has changed it. */
  readonly inherited: Inherited | undefined;
}

/** JavaScript Promise Integration: with it, a Python thread can wait while others run. */
type Promising = (call: () => number) => () => Promise<number>;
const { promising } = WebAssembly as { promising?: Promising };

/** What CPython says of itself when it cannot begin. */
const PREINITIALIZED = 'Python runtime state: preinitialized\n\n';

/** Writes what C would print at the end. A stream that is closed is nothing to report to. */
function print(fd: number, text: string): void {
  try {
    writeSync(fd, text);
  } catch {
    // Nothing reads it.
  }
}

/** pylifecycle.c: fatal_error */
function complain(stderr: number, message: string, state = ''): void {
  print(stderr, `Fatal Python error: ${message}\n${state}`);
}

/** The end that the command line asked for: -V, --help, or an option that is wrong. */
function endAtOnce(program: Program, { exit, message }: Extract<ParsedCommandLine, { exit: Exit }>): Exit {
  const { argv, bridge, stdout, stderr } = program;
  if (message !== undefined) complain(stderr, message, PREINITIALIZED);
  rawFunction(bridge.capi.module, 'fflush')(0);
  if (asksForVersion(argv)) print(stdout, versionLine);
  else if ('status' in exit && exit.status === 0 && asksForHelp(argv)) print(stdout, helpText);
  return exit;
}

/** signalmodule.c: signal_install_handlers: SIGINT has a handler, unless it is ignored, and what is ignored or blocked stays so. */
function inheritSignals(bridge: Bridge, interrupts: Interrupts, { ignored, blocked }: Inherited = NOTHING): void {
  const { SIGINT } = constants.signals;
  if ((ignored & bitOf(SIGINT)) === 0n) interrupts.setDisposition(SIGINT, 'caught');
  ignoreSignals(bridge.capi, signalsOf(ignored));
  bridge.masks.inherit(bridge.scheduler.main, blocked);
}

async function run({ bridge, enterMain, interrupts, inherited }: Program): Promise<Exit> {
  const { capi, scheduler } = bridge;
  const main = rawFunction(capi.module, 'Py_RunMain') as () => number;
  prepareStack(capi.module);
  // Not before: Ctrl-C ends a Python that is still being set up, as it does CPython.
  if (interrupts !== undefined) inheritSignals(bridge, interrupts, inherited);
  const clock = bridge.threadStates.runtime?.clockAddress();
  interrupts?.listen(capi.emscripten, clock === undefined ? 0 : bridge.hostMemory.address(clock));
  callEntry(capi, enterMain);
  if (promising === undefined) return { status: main() };
  // With a thread of its own to wait in, as the command has, Python needs not make way for JavaScript.
  const isShared = interrupts === undefined;
  if (!isShared) scheduler.entrance.takeCareOfHeap();
  return { status: await scheduler.entrance.enter(promising(main), isShared) };
}

/** Returns how the program ended. */
export async function runMain(program: Program): Promise<Exit> {
  const { bridge, interrupts, parsed, stderr } = program;
  try {
    const exit = 'exit' in parsed ? endAtOnce(program, parsed) : await run(program);
    rawFunction(bridge.capi.module, 'fflush')(0);
    return exit;
  } catch (error) {
    if (error instanceof ProcessExit) return error.exit;
    complain(stderr, String(error));
    return { signal: SIGABRT };
  } finally {
    interrupts?.acknowledge();
  }
}
