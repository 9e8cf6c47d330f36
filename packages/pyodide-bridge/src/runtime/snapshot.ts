/**
 * Starting from a memory snapshot: Python as it is after its start, kept in a file.
 *
 * A file holds for one Pyodide, one Node with its V8 flags, and one prelude; its name is a digest of these.
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import v8 from 'node:v8';
import { version as pyodideVersion } from 'pyodide';
import { rawFunction } from '../capi/emscripten.ts';
import { createCApi } from '../capi/index.ts';
import { type BootOptions, bootPyodide, type Pyodide } from './boot.ts';
import type { Environment } from './environment.ts';
import { ENTRY_POINTS, PRELUDE } from './prelude.ts';
import { FORMAT, openSnapshot, type Snapshot, snapshotOf, writeSnapshot } from './snapshot-file.ts';

const Py_file_input = 257;

/** Python after the prelude. */
export interface Started {
  readonly pyodide: Pyodide;
  /** The prelude's entry points: function objects of the guest. */
  readonly entries: readonly number[];
}

export interface StartSettings {
  /** Where snapshots and compiled modules are kept, or null: nowhere. */
  readonly folder: string | null;
  /** Whether to start from a snapshot at all. */
  readonly useSnapshot: boolean;
  /** What is set in the environment while Python starts. */
  readonly env: Readonly<Record<string, string>>;
}

export function startSettings(environment: Environment, snapshot: string | false | undefined): StartSettings {
  const { PYSOCK_CACHE, XDG_CACHE_HOME, HOME, PYTHONHASHSEED } = environment;
  const usual = PYSOCK_CACHE ?? join(XDG_CACHE_HOME ?? join(HOME ?? homedir(), '.cache'), 'pysock');
  return {
    folder: (snapshot || usual) === '' ? null : snapshot || usual,
    useSnapshot: snapshot !== false,
    env: PYTHONHASHSEED !== undefined && /^\d+$/.test(PYTHONHASHSEED) ? { PYTHONHASHSEED } : {},
  };
}

function snapshotName(settings: StartSettings): string {
  const parts = [
    FORMAT,
    pyodideVersion,
    process.version,
    process.arch,
    v8.cachedDataVersionTag(),
    PRELUDE,
    settings.env,
  ];
  return `snapshot-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)}.bin`;
}

/** Runs the prelude in a namespace of its own, which stays. Answers its entry points. */
function runPrelude(pyodide: Pyodide): number[] {
  const capi = createCApi(pyodide._module);
  const namespace = capi.PyDict_New();
  const run = rawFunction(capi.module, 'PyRun_String');
  const result = capi.memory.withCString(PRELUDE, (code) => run(code, Py_file_input, namespace, namespace));
  if (result === 0) throw new Error('the prelude failed');
  return ENTRY_POINTS.map((name) => capi.PyDict_GetItemString(namespace, capi.memory.literal(name)));
}

type BootSettings = Omit<BootOptions, 'image' | 'makeSnapshot'>;

async function startPlainly(boot: BootSettings): Promise<Started> {
  const pyodide = await bootPyodide(boot);
  return { pyodide, entries: runPrelude(pyodide) };
}

async function startFrom(snapshot: Snapshot, boot: BootSettings): Promise<Started> {
  return { pyodide: await bootPyodide({ ...boot, image: snapshot }), entries: snapshot.entries };
}

/** Starts Python in the ordinary, slow way and takes its memory. */
async function takeSnapshot(env: StartSettings['env']): Promise<ReturnType<typeof snapshotOf>> {
  const pyodide = await bootPyodide({ makeSnapshot: true, env });
  const entries = runPrelude(pyodide);
  return snapshotOf(pyodide.makeMemorySnapshot(), entries);
}

async function startFromFile(path: string, boot: BootSettings): Promise<Started | null> {
  try {
    const kept = openSnapshot(path);
    if (kept === null) return null;
    try {
      return await startFrom(kept, boot);
    } finally {
      kept.close();
    }
  } catch {
    // One that does not load is of no use to anybody.
    rmSync(path, { force: true });
    return null;
  }
}

/**
 * Starts Python from the kept snapshot, and makes one when there is none or it does not load. Where nothing can be kept Python
 * starts all the same, only slowly.
 */
export async function startPython(
  settings: StartSettings,
  replaceImports: BootOptions['replaceImports'],
): Promise<Started> {
  const boot: BootSettings = { env: settings.env, ...(replaceImports ? { replaceImports } : {}) };
  if (!settings.useSnapshot || settings.folder === null) return startPlainly(boot);
  const path = join(settings.folder, snapshotName(settings));
  const started = await startFromFile(path, boot);
  if (started !== null) return started;
  const snapshot = await takeSnapshot(settings.env);
  try {
    writeSnapshot(path, snapshot);
  } catch {
    // Without a place to keep it, the next start makes it anew.
  }
  return startFrom(snapshot, boot);
}
