/** Python's sockets on Node.js: for a Pyodide that is there already, and with a whole Python of our own. */
export { type InstallOptions, installSocket, type PyodideLike } from './install-socket.ts';
export type { PythonEntry, RunOptions } from './python-entry.ts';
export type { Exit } from './runtime/exit.ts';
export { loadPython, type Python } from './runtime/load-python.ts';
export type { LoadPythonOptions } from './runtime/options.ts';
