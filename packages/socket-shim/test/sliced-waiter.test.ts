import { once } from 'node:events';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';

/** What a worker does, before it waits for ever and after it has told its port. */
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads');
import(workerData).then(({ AF_INET, AF_UNIX, create_connection, create_server, socket, SOCK_DGRAM, socketpair }) => {
  const attempt = (call) => { try { return call(); } catch (error) { return error.constructor.name; } };
  const server = create_server(['127.0.0.1', 0]);
  const client = create_connection(server.getsockname());
  const [accepted] = server.accept();
  client.sendall(Buffer.from('hello'));
  const results = [Buffer.from(accepted.recv(10)).toString()];
  accepted.settimeout(0.01);
  results.push(attempt(() => accepted.recv(10)));
  accepted.close();
  results.push(client.recv(10).length);
  client.close();
  const closed = create_server(['127.0.0.1', 0]);
  const nobody = closed.getsockname();
  closed.close();
  results.push(attempt(() => create_connection(nobody)));
  const [a, b] = socketpair(AF_UNIX, SOCK_DGRAM);
  a.send(Buffer.from('datagram'));
  results.push(Buffer.from(b.recv(10)).toString());
  parentPort.postMessage({ results, port: server.getsockname()[1] });
  server.accept();
  parentPort.postMessage('accepted');
  server.accept();
});`;

it('waits in a worker as elsewhere, and the worker can be terminated', async () => {
  const workerData = new URL('../src/index.ts', import.meta.url).href;
  const worker = new Worker(PROGRAM, { eval: true, workerData, execArgv: ['--conditions=source'] });
  const [{ results, port }] = await once(worker, 'message');
  expect(results).toEqual(['hello', 'TimeoutError', 0, 'ConnectionRefusedError', 'datagram']);
  const client = connect(port, '127.0.0.1');
  expect(await once(worker, 'message')).toEqual(['accepted']);
  client.destroy();
  expect(await worker.terminate()).toBe(1);
});
