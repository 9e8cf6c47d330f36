import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/**
 * The worker listens and never accepts: it blocks for good before its event loop runs. Linux drops the SYN to a socket
 * whose queue is full (tcp_conn_request), so who connects next hears nothing. A queue of 1 holds two connections.
 */
const LISTEN_AND_STOP = `
  const { createServer } = require('node:net');
  const { parentPort, workerData } = require('node:worker_threads');
  const server = createServer();
  server.once('error', (error) => { throw error; });
  server.listen({ ...workerData, backlog: 1 }, () => {
    parentPort.postMessage('listening');
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });
`;
const QUEUE = 2;

export interface SilentPeer {
  stop(): Promise<void>;
}

/** Contract: a connection to the address is neither accepted nor refused; rejects when the port cannot be had. */
export async function startSilentPeer(address: string, port: number): Promise<SilentPeer> {
  const worker = new Worker(LISTEN_AND_STOP, { eval: true, workerData: { host: address, port } });
  worker.unref();
  await once(worker, 'message');
  const fillers: Socket[] = [];
  for (let i = 0; i < QUEUE; i += 1) {
    const socket = connect(port, address);
    await once(socket, 'connect');
    socket.on('error', () => undefined).unref();
    fillers.push(socket);
  }
  return {
    stop: async () => {
      for (const socket of fillers) socket.destroy();
      await worker.terminate();
    },
  };
}
