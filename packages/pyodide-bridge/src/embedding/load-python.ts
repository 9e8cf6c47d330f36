/** `loadPython`: the whole runtime, for the command and for who embeds Python in a program of Node's. */

import { writeSync } from 'node:fs';
import { constants } from 'node:os';
import type { PyodideAPI } from 'pyodide';
import type { Bridge, Interpreter } from '../bridge.ts';
import type { CApi, PyObject } from '../capi/index.ts';
import type { HostFiles } from '../kernel/files/index.ts';
import { type Exit, ProcessExit, SIGABRT } from '../processes/exit.ts';
import type { DispositionRequest } from '../signals/interrupt-state.ts';
import { Interrupts } from '../signals/interrupts.ts';
import { cacheFolder } from '../snapshot/cache-folder.ts';
import { startPython, startSettings } from '../snapshot/snapshot.ts';
import { createCommandLine } from '../start/command-line.ts';
import { type Environment, traceFormat } from '../start/environment.ts';
import { hashSeed } from '../start/hash-seed.ts';
import { coercedEnvironment, localeKind } from '../start/locale.ts';
import { type CheckedOptions, checkOptions, type LoadPythonOptions } from '../start/options.ts';
import { startTracing } from '../start/tracing.ts';
import { asksForHelp, asksForVersion, helpText, versionLine } from '../start/version.ts';
import { rawFunction } from '../wasm/emscripten.ts';
import { prepareStack } from '../wasm/stack.ts';
import { installModules } from './install-modules.ts';
import { createPythonEntry, type PythonEntry } from './python-entry.ts';

/** The thread that the command has beside Python's. */
export interface MainThread {
  /** The host's descriptors that the program was started with. */
  readonly descriptors: readonly number[];
  /** Where signals come from, which it hears (interrupts.ts). */
  readonly shared: SharedArrayBuffer;
  ask(request: DispositionRequest): void;
  /** Pyodide's WebAssembly, when it compiles that. */
  readonly wasm?: Promise<WebAssembly.Module>;
  /** Called when Python has started as it will the next time. */
  keepCode?(): void;
}

export interface Python extends PythonEntry {
  readonly pyodide: PyodideAPI;
  /**
   * Runs what the command line says, as `python3` does, to the interpreter's end: exit handlers, flushed streams. Answers how
   * the program ended; the process goes on. It can be called once, and nothing of Python can be used afterwards.
   *
   * While the program waits, JavaScript's event loop goes on, where Node has stack switching (24 and later).
   */
  runMain(): Promise<Exit>;
}

function setEnvironment(capi: CApi, env: Readonly<Record<string, string | undefined>>): void {
  const setenv = rawFunction(capi.module, 'setenv');
  rawFunction(capi.module, 'clearenv')();
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) continue;
    capi.memory.withCString(name, (key) => capi.memory.withCString(value, (text) => setenv(key, text, 1)));
  }
}

/** Calls an entry point of the prelude, and takes the arguments' references over. */
function callEntry(capi: CApi, entry: PyObject | undefined, ...args: PyObject[]): void {
  const tuple = capi.tupleOf(...args);
  const result = entry === undefined ? 0 : capi.PyObject_CallObject(entry, tuple);
  capi.Py_DecRef(tuple);
  if (result === 0) {
    rawFunction(capi.module, 'PyErr_Print')();
    throw new Error('Python could not be set up');
  }
}

/** pylifecycle.c: fatal_error */
function complain(stderr: number, message: string): void {
  try {
    writeSync(stderr, `Fatal Python error: ${message}\n`);
  } catch {
    // Nobody is there to read it.
  }
}

/** JavaScript Promise Integration: with it, a Python thread can wait while others run. */
type Promising = (call: () => number) => () => Promise<number>;
const { promising } = WebAssembly as unknown as { promising?: Promising };

export async function loadPython(options: LoadPythonOptions = {}, main?: MainThread): Promise<Python> {
  return loadChecked(checkOptions(options), main);
}

/** `loadPython` without the code that checks options. */
export async function loadChecked(checked: CheckedOptions, main?: MainThread): Promise<Python> {
  const env = checked.env ?? process.env;
  const ours: Environment = env;
  const settings = startSettings(hashSeed(checked.argv, ours), checked.snapshot, cacheFolder(env), main?.wasm);

  let interrupts: Interrupts | undefined;
  let files: HostFiles | undefined;

  const install = (python: Interpreter): Bridge =>
    installModules(python, {
      isWhole: true,
      interrupts: () => interrupts,
      deliverSignals: () => interrupts?.poll() ?? false,
      signalsWait: () => interrupts?.isWaiting ?? false,
      hasHostFiles: () => files?.isEnabled ?? false,
    });

  const { pyodide, hostFiles, installed: bridge, entries, isUsual } = await startPython(settings, install);
  files = hostFiles;
  hostFiles.waitWith(bridge.scheduler, (guest) => bridge.descriptors.host(guest));
  if (checked.hostFiles) hostFiles.enable();
  if (main) bridge.descriptors.adopt(main.descriptors);
  else
    for (const [fd, host] of [checked.stdin, checked.stdout, checked.stderr].entries())
      bridge.descriptors.open(host, fd);

  const { capi } = bridge;
  const { module } = capi;
  if (main) {
    interrupts = new Interrupts(main.shared, rawFunction(module, 'PyErr_SetInterruptEx'), main.ask);
  }
  setEnvironment(capi, coercedEnvironment(env));
  const commandLine = createCommandLine(capi);
  const parsed = commandLine.parse(checked.argv);
  if ('config' in parsed) {
    const { config } = parsed;
    const [complete, setup] = entries;
    callEntry(capi, complete, capi.newRef(config), capi.strOf(localeKind(env)));
    commandLine.apply(config, checked.executable);
    const cache = settings.folder === null ? capi.none() : capi.strOf(settings.folder);
    callEntry(capi, setup, capi.newRef(config), cache, capi.strOf(pyodide.version));
  }
  const tracing = checked.trace ?? traceFormat(ours);
  if (tracing) {
    const { descriptors } = bridge;
    startTracing(tracing, ours.PYSOCK_TRACE_FILE || String(checked.stderr), (fd, place) =>
      descriptors.guest(fd, place),
    );
  }
  if (isUsual) main?.keepCode?.();
  const mainFunction = rawFunction(module, 'Py_RunMain') as () => number;
  const run = promising ? promising(mainFunction) : mainFunction;

  async function runMain(): Promise<Exit> {
    if ('exit' in parsed) {
      if (parsed.message !== undefined) complain(checked.stderr, parsed.message);
      rawFunction(module, 'fflush')(0);
      if (asksForVersion(checked.argv)) writeSync(checked.stdout, versionLine);
      else if ('status' in parsed.exit && parsed.exit.status === 0 && asksForHelp(checked.argv))
        writeSync(checked.stdout, helpText);
      return parsed.exit;
    }
    prepareStack(module);
    // Not before: Ctrl-C ends a Python that is still being set up, as it does CPython.
    interrupts?.setDisposition(constants.signals.SIGINT, 'caught');
    interrupts?.listen(capi.emscripten);
    callEntry(capi, entries[2]);
    if (promising === undefined) return { status: await run() };
    // With a thread of its own to wait in, as the command has, Python needs not make way for JavaScript.
    const isShared = main === undefined;
    return { status: await bridge.scheduler.enter(run as () => Promise<number>, isShared) };
  }

  return {
    pyodide,
    run: createPythonEntry(pyodide, bridge).run,
    async runMain() {
      try {
        const exit = await runMain();
        rawFunction(module, 'fflush')(0);
        return exit;
      } catch (error) {
        if (error instanceof ProcessExit) return error.exit;
        complain(checked.stderr, String(error));
        return { signal: SIGABRT };
      } finally {
        interrupts?.acknowledge();
      }
    },
  };
}
