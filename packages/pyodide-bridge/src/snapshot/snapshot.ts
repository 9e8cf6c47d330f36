/**
 * Starting from a memory snapshot: Python as it is after its start, kept in a file.
 *
 * A file holds for one Pyodide, one Node with its V8 flags, one C library (whose constants it has), and one version of our code; its
 * name is a digest of these.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { isGlibc } from '@pysock/host';
import { version as pyodideVersion } from 'pyodide';
import type { Interpreter } from '../bridge.ts';
import { createCApi, type PyObject } from '../capi/index.ts';
import { installTimeImports } from '../identity/time-imports.ts';
import { type HostFiles, installHostFiles } from '../kernel/files/index.ts';
import { replaceExits } from '../processes/exit.ts';
import type { EntryPoints } from '../start/configure.ts';
import type { Debug } from '../start/debug.ts';
import type { HashSeed } from '../start/hash-seed.ts';
import { rawFunction } from '../wasm/emscripten.ts';
import { noteResize } from '../wasm/forked.ts';
import { Installation } from '../wasm/installation.ts';
import { type Booted, type BootOptions, bootPyodide, type MemoryImage, type Pyodide } from './boot.ts';
import { checksum } from './checksum.ts';
import { codeDigest } from './code-digest.ts';
import { makeFolder } from './make-folder.ts';
import { ENTRY_POINTS, PRELUDE, PRELUDE_FILE } from './prelude.ts';
import {
  type FreshSnapshot,
  openSnapshot,
  removeOldSnapshots,
  type Snapshot,
  snapshotOf,
  writeSnapshot,
} from './snapshot-file.ts';

const Py_file_input = 257;

/** Registers our modules and whatever else lies in a snapshot. See installation.ts for what it may do. */
export type Install<T> = (python: Interpreter, hostFiles: HostFiles) => T;

/** Python after the prelude. */
export interface Started<T> {
  readonly pyodide: Pyodide;
  readonly hostFiles: HostFiles;
  readonly installed: T;
  readonly entries: EntryPoints;
  /** Whether it was started as it usually is. What V8 has compiled then is what a start needs, and no more. */
  readonly isUsual: boolean;
}

export interface StartSettings {
  /** Where snapshots and compiled modules are kept, or null: nowhere. */
  readonly folder: string | null;
  /** Whether to start from a snapshot at all. */
  readonly useSnapshot: boolean;
  /** What is set in the environment while Python starts. */
  readonly env: Readonly<Record<string, string>>;
  /** Pyodide's WebAssembly, when another thread compiles it. */
  readonly wasm: Promise<WebAssembly.Module> | undefined;
  /** Told of what goes wrong with a snapshot, although Python starts all the same. */
  readonly debug: Debug;
  /** Told of what takes a while, once and for all, and of what makes each start slow. */
  readonly tell?: (text: string) => void;
}

export function startSettings(
  seed: HashSeed,
  snapshot: string | false | undefined,
  cache: string | null,
  wasm: StartSettings['wasm'],
  debug: Debug,
): StartSettings {
  return {
    folder: snapshot || cache,
    wasm,
    debug,
    // Each snapshot has a secret of `hash()` of its own, which no dictionary in it could do without.
    useSnapshot: snapshot !== false && seed !== 'random',
    env: seed === 'any' || seed === 'random' ? {} : { PYTHONHASHSEED: seed },
  };
}

/** Before this program sets a flag of V8's itself (stack.ts). */
const v8Tag = cachedDataVersionTag();

function snapshotName(settings: StartSettings): string {
  const parts = [pyodideVersion, process.version, process.arch, isGlibc(), v8Tag, settings.env];
  return `snapshot-${codeDigest()}-${checksum(JSON.stringify(parts))}.bin`;
}

/** Runs code in a namespace of its own: nothing of it is to be seen in `__main__`. */
function runApart(pyodide: Pyodide, code: string): unknown {
  const globals = pyodide.toPy({});
  try {
    return pyodide.runPython(code, { globals });
  } finally {
    globals.destroy();
  }
}

/** Runs the prelude in a namespace of its own, which stays. Returns its entry points. */
function runPrelude(pyodide: Pyodide): EntryPoints {
  const capi = createCApi(pyodide._module);
  const namespace = capi.PyDict_New();
  const builtins = rawFunction(capi.module, 'PyEval_GetBuiltins')();
  capi.PyDict_SetItemString(namespace, capi.memory.literal('__builtins__'), builtins);
  const compile = rawFunction(capi.module, 'Py_CompileStringExFlags');
  const evaluate = rawFunction(capi.module, 'PyEval_EvalCode');
  const text = capi.memory.cString(PRELUDE);
  const code = compile(text, capi.memory.literal(PRELUDE_FILE), Py_file_input, 0, -1);
  capi.memory.free(text);
  if (code === 0 || evaluate(code, namespace, namespace) === 0) {
    rawFunction(capi.module, 'PyErr_Print')();
    throw new Error('the prelude failed');
  }
  capi.Py_DecRef(code);
  const entry = (name: string): PyObject => {
    const found = capi.PyDict_GetItemString(namespace, capi.memory.literal(name));
    if (found === 0) throw new Error(`the prelude has no function ${name}`);
    return found;
  };
  const [complete, setup, enterMain] = ENTRY_POINTS;
  return [entry(complete), entry(setup), entry(enterMain)];
}

/** Boots with the host's files, which are not enabled yet. */
function boot(
  { env, folder, wasm }: StartSettings,
  options: Pick<BootOptions<HostFiles>, 'image' | 'makeSnapshot'> = {},
): Promise<Booted<HostFiles>> {
  return bootPyodide({
    ...options,
    env,
    wasm,
    cache: folder,
    replaceImports(imports, module) {
      replaceExits(imports, module);
      noteResize(module, imports.emscripten_resize_heap as (size: number) => unknown);
      installTimeImports(imports, module);
      return installHostFiles(imports, module);
    },
  });
}

async function startPlainly<T>(settings: StartSettings, install: Install<T>): Promise<Started<T>> {
  const { pyodide, replaced } = await boot(settings);
  return {
    pyodide,
    hostFiles: replaced,
    installed: install({ _module: pyodide._module, runPython: (code) => runApart(pyodide, code) }, replaced),
    entries: runPrelude(pyodide),
    isUsual: false,
  };
}

/** Whether this process has started a Pyodide before. */
let hasBooted = false;

async function startFrom<T>(snapshot: Snapshot, settings: StartSettings, install: Install<T>): Promise<Started<T>> {
  const { header, heapLength, contents } = snapshot;
  const restored: T[] = [];
  const image: MemoryImage<HostFiles> = {
    header,
    heapLength,
    restore(module, hostFiles) {
      snapshot.fill(module.HEAPU8);
      const python = { _module: module, runPython: () => undefined };
      const [installed] = Installation.run(module, contents.installation, () => install(python, hostFiles));
      restored.push(installed);
      // The registration has written what was there then. Some of that memory has had other uses since.
      snapshot.fill(module.HEAPU8);
    },
  };
  const { pyodide, replaced, keepCode } = await boot(settings, { image });
  const isUsual = !hasBooted;
  hasBooted = true;
  if (isUsual) keepCode();
  return { pyodide, hostFiles: replaced, installed: restored[0] as T, entries: contents.entries, isUsual };
}

/** Starts Python in the ordinary, slow way and takes its memory. */
async function takeSnapshot(settings: StartSettings, install: Install<unknown>): Promise<FreshSnapshot> {
  const { pyodide, replaced } = await boot(settings, { makeSnapshot: true });
  hasBooted = true;
  const [, installation] = Installation.run(pyodide._module, undefined, (recording) =>
    install(
      { _module: pyodide._module, runPython: (code) => recording.outside(() => runApart(pyodide, code)) },
      replaced,
    ),
  );
  const entries = runPrelude(pyodide);
  return snapshotOf(pyodide.makeMemorySnapshot(), { entries, installation });
}

async function startFromFile<T>(
  path: string,
  settings: StartSettings,
  install: Install<T>,
): Promise<Started<T> | null> {
  try {
    const kept = openSnapshot(path);
    if (kept === null) return null;
    try {
      return await startFrom(kept, settings, install);
    } finally {
      kept.close();
    }
  } catch (error) {
    settings.debug(`the memory snapshot ${path} does not load and is removed`, error);
    rmSync(path, { force: true });
    return null;
  }
}

/**
 * Starts Python from the kept snapshot, and makes one when there is none or it does not load. Where nothing can be kept Python
 * starts all the same, only slowly.
 */
export async function startPython<T>(settings: StartSettings, install: Install<T>): Promise<Started<T>> {
  const { tell = () => undefined } = settings;
  if (!settings.useSnapshot || settings.folder === null) return startPlainly(settings, install);
  const path = join(settings.folder, snapshotName(settings));
  const started = await startFromFile(path, settings, install);
  if (started !== null) return started;
  if (!makeFolder(settings.folder)) return startPlainly(settings, install);
  tell('the first start prepares the next ones, which takes a few seconds');
  const start = performance.now();
  const snapshot = await takeSnapshot(settings, install);
  try {
    writeSnapshot(path, snapshot);
    removeOldSnapshots(settings.folder);
    tell(`prepared in ${((performance.now() - start) / 1000).toFixed(1)} s, kept in ${settings.folder}`);
  } catch (error) {
    settings.debug(`the memory snapshot ${path} cannot be kept, and is made anew at the next start`, error);
  }
  try {
    return await startFrom(snapshot, settings, install);
  } catch (error) {
    settings.debug('the memory snapshot that was just made does not load: Python starts without one', error);
    return startPlainly(settings, install);
  }
}
