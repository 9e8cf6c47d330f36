/**
 * Runs Pyodide as `python3` is run: `pyodide-program [--node-sock-fs] (-c CODE | SCRIPT) [ARGUMENT...]`, with the host's
 * files at their places and nothing of pysock.
 */
import { readdirSync, writeSync } from 'node:fs';
import { loadPyodide, type PyodideAPI } from 'pyodide';

const MAIN = `
import os, sys, traceback

def run():
    os.chdir(folder)
    try:
        if arguments[0] == '-c':
            source, name, path = arguments.pop(1), '<string>', ''
        else:
            with open(arguments[0], encoding='utf-8') as file:
                source = file.read()
            name, path = arguments[0], os.path.dirname(os.path.abspath(arguments[0]))
        sys.argv = arguments
        sys.path.insert(0, path)
        import __main__
        exec(compile(source, name, 'exec'), __main__.__dict__)
    except SystemExit as end:
        if end.code is None or isinstance(end.code, int):
            return end.code or 0
        print(end.code, file=sys.stderr)
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0

run()
`;

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

const args = process.argv.slice(2);
const nodeSockFS = args[0] === '--node-sock-fs';
const pyodide = await loadPyodide({ env: { ...process.env, HOME: process.env.HOME ?? '/' } });
pyodide.setStdout(writer(1));
pyodide.setStderr(writer(2));
mountHost(pyodide, '', 1);
if (nodeSockFS) await pyodide.useNodeSockFS();
const globals = pyodide.toPy({ arguments: nodeSockFS ? args.slice(1) : args, folder: process.cwd() });
process.exit(await pyodide.runPythonAsync(MAIN, { globals }));
