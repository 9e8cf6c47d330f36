import { type Execution, runProcess } from '@pysock/runtimes';
import type { Side } from '../compare/compare.ts';
import { observe } from '../compare/observation.ts';
import type { Case, ConversationCase, SingleCase } from '../discover/discover.ts';
import { converse, whenReadyLine } from './conversation.ts';
import type { Runtime } from './runtime.ts';
import { temporaryFolder } from './temporary.ts';

/** What one process of a case did. */
export interface Voice {
  /** The case's id; in a conversation `id#server`, `id#client`. A recording has it under this name. */
  readonly key: string;
  readonly runtime: Runtime;
  readonly execution: Execution;
  readonly side: Side;
}

/** The keys of a case's processes. */
export function voiceKeys(testCase: Case): string[] {
  return testCase.kind === 'single' ? [testCase.id] : [`${testCase.id}#server`, `${testCase.id}#client`];
}

/** Runs each process of a case in a new, empty folder. `runtimes`: one for a single case, else the server's and the client's. */
export async function runCase(testCase: Case, runtimes: readonly [Runtime, Runtime]): Promise<Voice[]> {
  const folder = temporaryFolder('pysock-case-');
  try {
    return testCase.kind === 'single'
      ? [await runSingle(testCase, runtimes[0], folder.path)]
      : await runConversation(testCase, runtimes, folder.path);
  } finally {
    folder.remove();
  }
}

async function runSingle(testCase: SingleCase, runtime: Runtime, folder: string): Promise<Voice> {
  const command = { ...runtime.adapter.command([testCase.script]), cwd: folder };
  return voice(testCase, 0, runtime, await runProcess(command, testCase.options.timeLimit), folder);
}

async function runConversation(
  testCase: ConversationCase,
  runtimes: readonly [Runtime, Runtime],
  folder: string,
): Promise<Voice[]> {
  const [server, client] = [
    { adapter: runtimes[0].adapter, args: [testCase.server], cwd: folder },
    { adapter: runtimes[1].adapter, args: [testCase.client], cwd: folder },
  ];
  const result = await converse(server, client, whenReadyLine, testCase.options.timeLimit);
  return [
    voice(testCase, 0, runtimes[0], result.server, folder),
    voice(testCase, 1, runtimes[1], result.client, folder),
  ];
}

function voice(testCase: Case, index: number, runtime: Runtime, execution: Execution, folder: string): Voice {
  const dialect = { ...runtime.dialect, temporary: [folder] };
  const observation = observe(execution, testCase.options.timeLimit);
  return { key: voiceKeys(testCase)[index]!, runtime, execution, side: { observation, dialect } };
}
