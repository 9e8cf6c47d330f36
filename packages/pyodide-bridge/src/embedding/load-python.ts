/** `loadPython`: the whole runtime, for the command and for Node programs that embed Python. */
import type { PyodideAPI } from 'pyodide';
import type { Bridge, Interpreter } from '../bridge.ts';
import type { EmscriptenModule } from '../capi/index.ts';
import { addLibrary } from '../installing/library/index.ts';
import { basePrefix } from '../installing/prefix.ts';
import type { HostFiles } from '../kernel/files/index.ts';
import { openStreams, type Streams } from '../kernel/streams.ts';
import { enableFork } from '../modules/posix/copying.ts';
import { noteOpenFiles } from '../modules/posix/starting.ts';
import type { Exit } from '../processes/exit.ts';
import { createDelivery } from '../signals/delivery.ts';
import { type Inherited, NOTHING } from '../signals/inherited.ts';
import type { SignalRequest } from '../signals/interrupt-state.ts';
import { Interrupts } from '../signals/interrupts.ts';
import { cacheFolder } from '../snapshot/cache-folder.ts';
import { startPython, startSettings } from '../snapshot/snapshot.ts';
import { configure } from '../start/configure.ts';
import { debugTo, teller } from '../start/debug.ts';
import { type Environment, traceFormat } from '../start/environment.ts';
import { hashSeed } from '../start/hash-seed.ts';
import { type CheckedOptions, checkOptions, type LoadPythonOptions } from '../start/options.ts';
import { runMain } from '../start/run-main.ts';
import { tracer } from '../start/tracing.ts';
import { installModules } from './install-modules.ts';
import { EmbeddedPython, type PythonEntry } from './python-entry.ts';
import type { RunOptions } from './run-options.ts';

/** The thread that the command has beside Python's. */
export interface MainThread {
  /** The host's descriptors that the program was started with. */
  readonly descriptors: readonly number[];
  /** Where signals come from, which it hears (interrupts.ts). */
  readonly shared: SharedArrayBuffer;
  ask(request: SignalRequest): void;
  /** What the process was started with. */
  readonly inherited?: Inherited;
  /** Pyodide's WebAssembly, when it compiles that: a WebAssembly.Module, which a program without the DOM's types has no name for. */
  readonly wasm?: Promise<object>;
  /** How the command was started: Node, its options, the script. Forks start it so again. */
  readonly command?: readonly string[];
  /** Called when Python has started as it will the next time. */
  keepCode?(): void;
  /** Has that thread keep no memory that it does not need. */
  shrink?(): void;
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

/** `main` is for who gives the interpreter a thread of its own, as the command does: where its signals come from. */
export async function loadPython(options: LoadPythonOptions = {}, main?: MainThread): Promise<Python> {
  const checked = checkOptions(options);
  const streams = openStreams(checked.stdin, checked.stdout, checked.stderr);
  const { stdin, stdout, stderr } = streams;
  const python = await loadChecked({ ...checked, stdin, stdout, stderr }, main);
  return streams.isOwn ? withStreams(python, streams) : python;
}

/** With streams that JavaScript carries on: it has what was written when a call has returned. */
function withStreams(python: Python, streams: Streams): Python {
  const { run, runMain, close } = python;
  return Object.assign(python, {
    async run(code: string, options?: RunOptions) {
      try {
        return await run(code, options);
      } finally {
        python.pyodide.runPython(FLUSH, { globals: python.pyodide.toPy({}) });
        await streams.carry();
      }
    },
    async runMain() {
      const exit = await runMain();
      await streams.finish();
      return exit;
    },
    async close() {
      await close();
      await streams.finish();
    },
    [Symbol.asyncDispose]: () => python.close(),
  });
}

const FLUSH = `
import sys
for stream in sys.stdout, sys.stderr:
    if stream is not None:
        stream.flush()
`;

/** Our modules in an interpreter, and where its signals come from. */
export function install(python: Interpreter, hostFiles: HostFiles, main: MainThread | undefined): Installed {
  const module = python._module as EmscriptenModule;
  const { deliver } = createDelivery(module);
  const interrupts = main && new Interrupts(main.shared, deliver, main.ask);
  const bridge = installModules(python, {
    isWhole: true,
    isLinux: true,
    interrupts: () => interrupts,
    deliverSignals: () => interrupts?.poll() ?? false,
    signalsWait: () => interrupts?.isWaiting ?? false,
    settleSignals: () => interrupts?.settle(),
    hasHostFiles: () => hostFiles.isEnabled,
  });
  const startTrace = tracer(bridge.capi.module, (fd, place) => bridge.descriptors.guest(fd, place));
  return { bridge, interrupts, startTrace };
}

export interface Installed {
  readonly bridge: Bridge;
  readonly interrupts: Interrupts | undefined;
  readonly startTrace: ReturnType<typeof tracer>;
}

/** The host's descriptors that Python has, and its files. */
function connect(hostFiles: HostFiles, bridge: Bridge, checked: CheckedOptions, main: MainThread | undefined): void {
  const { descriptors, scheduler } = bridge;
  hostFiles.waitWith(scheduler);
  if (checked.hostFiles) hostFiles.enable();
  if (main) descriptors.adopt(main.descriptors);
  else for (const [fd, host] of [checked.stdin, checked.stdout, checked.stderr].entries()) descriptors.open(host, fd);
}

function trace({ startTrace }: Installed, checked: CheckedOptions, env: Environment): void {
  const format = checked.trace ?? traceFormat(env);
  if (format === undefined) return;
  const target = env.PYSOCK_TRACE_FILE || String(checked.stderr);
  const filter = checked.traceFilter ?? (env.PYSOCK_TRACE_FILTER || undefined);
  startTrace({ format, target, filter });
}

/** `loadPython` without the code that checks options. */
export async function loadChecked(checked: CheckedOptions, main?: MainThread): Promise<Python> {
  const env = checked.env ?? process.env;
  const ours: Environment = env;
  const debug = debugTo(checked.stderr, ours);
  const cache = cacheFolder(env);
  const tell = main === undefined ? undefined : teller(checked.stderr);
  const settings = {
    ...startSettings(
      hashSeed(checked.argv, ours),
      checked.snapshot,
      cache,
      main?.wasm as Promise<WebAssembly.Module> | undefined,
      debug,
    ),
    ...(tell === undefined ? {} : { tell }),
  };
  if (cache === null && ours.PYSOCK_CACHE !== '') {
    tell?.('there is no folder to keep what a start prepares, so each takes seconds: PYSOCK_CACHE names one');
  }

  const started = await startPython(settings, (python, files) => install(python, files, main));
  const { pyodide, hostFiles, entries, isUsual } = started;
  const { bridge, interrupts } = started.installed;
  connect(hostFiles, bridge, checked, main);
  addLibrary(bridge.capi.emscripten);
  const { argv, executable, javascript, stdout, stderr } = checked;
  const of = {
    ...{ env, argv, executable, cacheFolder: settings.folder, pyodideVersion: pyodide.version },
    ...{ prefix: basePrefix(env), javascript },
  };
  const parsed = configure(bridge.capi, entries, of);
  trace(started.installed, checked, ours);
  noteOpenFiles(bridge, main?.inherited?.openFiles);
  if (main !== undefined) bridge.scheduler.main.nativeId = process.pid;
  if (main?.command !== undefined)
    enableFork(bridge, { command: main.command, inherited: main.inherited ?? NOTHING, argv, isCopy: false });
  if (isUsual) main?.keepCode?.();

  let python: EmbeddedPython | undefined;
  function embedded(): EmbeddedPython {
    python ??= new EmbeddedPython(pyodide, bridge, {
      runsOnJavaScript: false,
    });
    return python;
  }
  // The command has a thread of Node's for itself, and nothing of JavaScript's runs there.
  if (main === undefined) embedded();

  return {
    pyodide,
    run: (code, options) => embedded().run(code, options),
    giveToPython: (source) => embedded().giveToPython(source),
    takeFromPython: (source) => embedded().takeFromPython(source),
    interrupt: () => embedded().interrupt(),
    close: () => embedded().close(),
    [Symbol.asyncDispose]: () => embedded().close(),
    runMain() {
      python?.leave();
      return runMain({
        bridge,
        interrupts,
        parsed,
        enterMain: entries[2],
        argv,
        stdout,
        stderr,
        inherited: main?.inherited,
      });
    },
  };
}
