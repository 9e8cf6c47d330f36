import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { boundSockets, type RunningProcess, startProcess, waitUntil } from '@pysock/runtimes';
import { type Observation, observe } from '../compare/observation.ts';
import { converse, whenBound } from '../run/conversation.ts';
import type { Runtime } from '../run/runtime.ts';
import type { Stage } from '../stage/stage.ts';
import type { Pair } from './scripts.ts';

/** Seconds that a script of the document may take. The longest waits two for a peer that never answers. */
export const TIME_LIMIT = 30;

export interface Theatre {
  readonly stage: Stage;
  /** The folder in which the scripts lie. */
  readonly folder: string;
}

/** Runs one script to its end. Contract: with `meetsPeers`, nobody else meets them meanwhile, and what they saw is observed. */
export async function performAlone(
  runtime: Runtime,
  args: readonly string[],
  theatre: Theatre,
  meetsPeers: boolean,
): Promise<Observation> {
  const script = await startProcess({ ...runtime.adapter.command(args), cwd: theatre.folder }, TIME_LIMIT);
  const visit = visitWhereItListens(script);
  const execution = await script.done;
  const seen = meetsPeers ? await theatre.stage.takeSeen() : [];
  return observe(execution, TIME_LIMIT, [...seen, ...(await visit())]);
}

export async function performPair(
  server: Runtime,
  client: Runtime,
  pair: Pair,
  theatre: Theatre,
): Promise<Observation[]> {
  const cwd = theatre.folder;
  const { server: first, client: second } = await converse(
    { adapter: server.adapter, args: [fileName(pair.server.id)], cwd },
    { adapter: client.adapter, args: [fileName(pair.client.id)], cwd },
    whenBound,
    TIME_LIMIT,
  );
  return [observe(first, TIME_LIMIT), observe(second, TIME_LIMIT)];
}

export function fileName(id: string): string {
  return `${id}.py`;
}

/**
 * A script that listens and accepts waits for a client, whom the document's reader would send: one client comes as soon as
 * it listens, and stays until the script has ended. Contract: the answer waits for the end and tells who came.
 */
function visitWhereItListens(script: RunningProcess): () => Promise<string[]> {
  const listening = () => boundSockets(script.pid).filter(({ protocol }) => protocol === 'tcp');
  const visit = waitUntil(() => script.exited() || listening().length > 0, TIME_LIMIT * 1000).then(() =>
    Promise.all(listening().map(({ address, port }) => visitPort(address, port))),
  );
  return async () => {
    await script.done;
    const visitors = await visit;
    for (const visitor of visitors) visitor?.destroy();
    return visitors.map((visitor) => `a client ${visitor ? 'connected' : 'could not connect'} to the script`);
  };
}

async function visitPort(address: string, port: number): Promise<Socket | undefined> {
  const socket = connect(port, address);
  try {
    await once(socket, 'connect');
  } catch {
    return undefined;
  }
  socket.on('error', () => undefined);
  return socket;
}
