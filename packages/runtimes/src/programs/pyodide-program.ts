/**
 * Runs Pyodide as `python3` is run: `pyodide-program [OPTION] (-c CODE | SCRIPT) [ARGUMENT...]`, with the host's files at their
 * places and, without an option that says so, nothing of pysock.
 *
 * `--node-sock-fs`, `--install-socket`: what sockets it has. `--javascript-loop`: those of `--install-socket`, with `asyncio.run` on
 * JavaScript's event loop.
 */
import { readdirSync, writeSync } from 'node:fs';
import { loadPyodide, type PyodideAPI } from 'pyodide';
import type { PyProxy } from 'pyodide/ffi';
import { MAIN } from './main-program.ts';

/** Folders of Emscripten's own that hide the host's: below them, what it lacks is mounted. */
function mountHost(pyodide: PyodideAPI, folder: string, depth: number): void {
  for (const entry of readdirSync(folder === '' ? '/' : folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory() || KERNELS.has(path)) continue;
    const hides = pyodide.FS.analyzePath(path, false).exists && pyodide.FS.readdir(path).length > 2;
    if (!hides) pyodide.mountNodeFS(path, path);
    else if (depth > 0) mountHost(pyodide, path, depth - 1);
  }
}

const KERNELS: ReadonlySet<string> = new Set(['/dev', '/proc', '/sys']);

function writer(descriptor: number): { write(bytes: Uint8Array): number } {
  return { write: (bytes) => writeSync(descriptor, bytes) };
}

/** How the sockets come into a Pyodide, and what runs code in it then. */
const SOCKETS: Readonly<Record<string, (pyodide: PyodideAPI) => Promise<Runs>>> = {
  '--node-sock-fs': async (pyodide) => {
    await pyodide.useNodeSockFS();
    return (code, options) => pyodide.runPythonAsync(code, options);
  },
  '--install-socket': async (pyodide) => {
    const { installSocket } = await import('@pysock/pyodide-bridge');
    const python = installSocket(pyodide, { identity: 'linux' });
    return (code, options) => python.run(code, options);
  },
  '--javascript-loop': async (pyodide) => {
    const { installSocket } = await import('@pysock/pyodide-bridge');
    installSocket(pyodide, { identity: 'linux', eventLoop: 'webloop' });
    return (code, options) => pyodide.runPythonAsync(code, options);
  },
};

type Runs = (code: string, options: { globals: PyProxy }) => Promise<unknown>;

const args = process.argv.slice(2);
const pyodide = await loadPyodide({ env: { ...process.env, HOME: process.env.HOME ?? '/' } });
pyodide.setStdout(writer(1));
pyodide.setStderr(writer(2));
mountHost(pyodide, '', 1);
const addSockets = SOCKETS[args[0] ?? ''];
const run = (await addSockets?.(pyodide)) ?? ((code, options) => pyodide.runPythonAsync(code, options));
if (addSockets !== undefined) args.shift();
const globals = pyodide.toPy({ arguments: args, folder: process.cwd() });
process.exit((await run(MAIN, { globals })) as number);
