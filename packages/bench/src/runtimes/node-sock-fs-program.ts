/** Runs a script in Pyodide with `useNodeSockFS`, with the host's files where the script needs them. */
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { loadPyodide } from 'pyodide';

const RUN = `
import runpy, sys
sys.argv = list(arguments)
sys.path.insert(0, folder)
runpy.run_path(sys.argv[0], run_name="__main__")
`;

const [script = '', ...args] = process.argv.slice(2);
const pyodide = await loadPyodide();
await pyodide.useNodeSockFS();
for (const folder of [dirname(script), tmpdir()]) {
  pyodide.FS.mkdirTree(folder);
  if (pyodide.FS.readdir(folder).length <= 2) pyodide.mountNodeFS(folder, folder);
}
const globals = pyodide.toPy({ arguments: [script, ...args], folder: dirname(script) });
await pyodide.runPythonAsync(RUN, { globals });
process.exit(0);
