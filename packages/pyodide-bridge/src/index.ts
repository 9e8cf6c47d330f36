/** Python's sockets on Node.js: for a Pyodide that is there already, and with a whole Python of our own. */

export type { HasFileno, HasHandle } from './embedding/descriptors-for-node.ts';
export { type InstallOptions, installSocket, type PyodideLike } from './embedding/install-socket.ts';
export { loadPython, type Python } from './embedding/load-python.ts';
export type { PythonEntry } from './embedding/python-entry.ts';
export type { RunOptions } from './embedding/run-options.ts';
export { runScript, type ScriptOptions, type ScriptResult } from './embedding/run-script.ts';
export type { Input, Output } from './kernel/streams.ts';
export type { Exit } from './processes/exit.ts';
export type { LoadPythonOptions } from './start/options.ts';
