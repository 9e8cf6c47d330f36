export type { Adapter, Command, Execution, RuntimeInfo } from '@pysock/runtimes';
export { type Case, type ConversationCase, casesFolder, discoverCases, type SingleCase } from './discover/discover.ts';
export { extractSnippets, type Snippet } from './document/extract.ts';
export { type IndentationChange, type RestoredSource, restoreIndentation } from './document/indentation.ts';
export { fileName } from './document/perform.ts';
export { type Act, actScripts, type Script, toActs } from './document/scripts.ts';
export { documentScripts, layOutScripts } from './document/theatre.ts';
export { type TemporaryFolder, temporaryFolder } from './run/temporary.ts';
