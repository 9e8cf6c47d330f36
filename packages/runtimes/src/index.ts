/** How each Python runtime is started and watched, for whatever compares, measures or shows runtimes. */
export {
  type Adapter,
  askRuntime,
  CAPABILITIES,
  type Capability,
  diedOfSignal,
  type RuntimeInfo,
  TRAITS,
  type Trait,
} from './adapter.ts';
export { cpython, findCPython, PYTHON_VARIABLE } from './cpython.ts';
export { loadAdapter } from './load.ts';
export { waitUntil } from './process/condition.ts';
export { type BoundSocket, boundSockets } from './process/proc.ts';
export {
  type Command,
  type Execution,
  MARKER,
  type RunningProcess,
  runProcess,
  STREAM_LIMIT,
  startProcess,
} from './process/process.ts';
export { namedIn, runProgram } from './process/program.ts';
export { installedLoop, installedSocket, javaScriptLoop, nodeSockFS, pyodide } from './pyodide.ts';
export { brokeDown, pysock, pysockIsBuilt, pysockProgram } from './pysock.ts';
