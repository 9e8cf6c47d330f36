export type { Adapter, RuntimeInfo } from './adapters/adapter.ts';
export { cpython, findCPython } from './adapters/cpython.ts';
export { pysock } from './adapters/pysock.ts';
export { extractSnippets, type Snippet } from './document/extract.ts';
export { type IndentationChange, type RestoredSource, restoreIndentation } from './document/indentation.ts';
export type { Command, Execution } from './run/process.ts';
