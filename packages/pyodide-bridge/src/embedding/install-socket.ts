/** Gives an existing Pyodide real sockets. */
import type { Interpreter } from '../bridge.ts';
import { checkInstallOptions, checkPyodide } from './check-pyodide.ts';
import { installModules } from './install-modules.ts';
import { acceptSockets, type FileSystem } from './node-files.ts';
import { EmbeddedPython, type PythonEntry } from './python-entry.ts';

/** What is used of a Pyodide: the object that `loadPyodide()` answers. */
export interface PyodideLike {
  readonly version: string;
  readonly globals: unknown;
  runPython(code: string): unknown;
}

export interface InstallOptions {
  /**
   * What `asyncio.run` does. 'stock', the default: it makes an event loop of its own, as CPython's does. 'webloop': it runs its
   * coroutine on the loop of what JavaScript awaits, as Pyodide's does, where it can wait for that. That loop is the same with
   * either: CPython's selector loop on JavaScript's event loop.
   */
  readonly eventLoop?: 'stock' | 'webloop';
  /**
   * What Python sees: 'pyodide', the error numbers, names and sizes that Pyodide shows, or 'linux', those of the system that it
   * runs on.
   */
  readonly identity?: 'pyodide' | 'linux';
}

const installed = new WeakMap<object, EmbeddedPython>();
const installedWith = new WeakMap<object, InstallOptions>();

/** A second call cannot change what the first has chosen. */
function checkSame(before: InstallOptions, options: InstallOptions): void {
  for (const name of ['eventLoop', 'identity'] as const) {
    if (options[name] === undefined || options[name] === before[name]) continue;
    throw new TypeError(`installSocket: ${name} was chosen when the sockets were installed in this Pyodide`);
  }
}

/** A snapshot is the memory alone, without the functions of JavaScript that it names and the sockets of the system. */
function refuseSnapshots(pyodide: PyodideLike): void {
  if (!('makeMemorySnapshot' in pyodide)) return;
  pyodide.makeMemorySnapshot = () => {
    throw new Error('a Pyodide with sockets cannot be saved: call makeMemorySnapshot() before installSocket()');
  };
}

/** Where the host is one that the sockets are written for. Its constants and structures are Linux's, on x64 and arm64. */
function checkHost(): void {
  if (process.platform !== 'linux') {
    throw new Error(`pysock supports Linux; this is ${process.platform}, where no socket was installed`);
  }
}

/**
 * Gives an existing Pyodide the operating system's own sockets: its modules `socket`, `select`, `selectors` and `asyncio` are
 * CPython's over the host's system calls from then on, and the file descriptors of `os` are the host's.
 *
 * Under `runPython` a call that waits blocks Node's thread, as it blocks CPython's. The entry that is answered runs code that
 * can be suspended instead. A second call on the same Pyodide returns the same entry.
 *
 * @throws Error on another system than Linux, and for another version of Pyodide; TypeError for what is no Pyodide, and for a
 * wrong option. Nothing is changed then.
 */
export function installSocket(pyodide: PyodideLike, options: InstallOptions = {}): PythonEntry {
  checkHost();
  checkPyodide(pyodide);
  checkInstallOptions(options);
  const python = pyodide as PyodideLike & Interpreter;
  const module = python._module as object;
  let entry = installed.get(module);
  if (entry !== undefined) {
    checkSame(installedWith.get(module) ?? {}, options);
  } else {
    const bridge = installModules(python, { isLinux: options.identity === 'linux' });
    entry = new EmbeddedPython(python, bridge, {
      runsOnJavaScript: options.eventLoop === 'webloop',
    });
    entry.useHostNumbers();
    refuseSnapshots(pyodide);
    acceptSockets((module as { readonly FS: FileSystem }).FS);
    installed.set(module, entry);
    installedWith.set(module, options);
  }
  return entry;
}
