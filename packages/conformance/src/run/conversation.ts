import type { Adapter } from '@pysock/runtimes';
import { boundSockets, type Execution, type RunningProcess, startProcess, waitUntil } from '@pysock/runtimes';

export interface Speaker {
  readonly adapter: Adapter;
  readonly args: readonly string[];
  readonly cwd: string;
}

/**
 * Contract: what the client is told of the server, as arguments, once the server can be reached; undefined when it ended
 * or the time was over before that. The client is started all the same: what it meets then is part of the outcome.
 */
export type Readiness = (server: RunningProcess, timeLimit: number) => Promise<readonly string[] | undefined>;

/** The server owns a TCP socket that listens or a UDP socket that is bound, says the kernel. */
export const whenBound: Readiness = async (server, timeLimit) => {
  await waitUntil(() => server.exited() || boundSockets(server.pid).length > 0, timeLimit * 1000);
  return server.exited() ? undefined : [];
};

/** The server has printed `ready` and what the client needs to know: its port, mostly. */
export const whenReadyLine: Readiness = async (server) =>
  (await server.line(/^ready\b(.*)$/))?.[1]?.trim().split(/\s+/);

export interface Conversation {
  readonly server: Execution;
  readonly client: Execution;
}

export async function converse(
  server: Speaker,
  client: Speaker,
  ready: Readiness,
  timeLimit: number,
): Promise<Conversation> {
  const first = await start(server, [], timeLimit);
  const told = await ready(first, timeLimit);
  const second = await start(client, told ?? [], timeLimit);
  const [serverExecution, clientExecution] = await Promise.all([first.done, second.done]);
  return { server: serverExecution, client: clientExecution };
}

function start(speaker: Speaker, more: readonly string[], timeLimit: number): Promise<RunningProcess> {
  const command = speaker.adapter.command([...speaker.args, ...more]);
  return startProcess({ ...command, cwd: speaker.cwd }, timeLimit);
}
