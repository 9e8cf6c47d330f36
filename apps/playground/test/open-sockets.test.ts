import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isReachable, openSockets } from '../src/sockets/open-sockets.ts';
import { endpoint } from '../src/sockets/proc-net.ts';

const PROGRAM = `
import { connect, createServer } from 'node:net';
import { createSocket } from 'node:dgram';
const server = createServer().listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const datagrams = createSocket('udp4').bind(0, '127.0.0.1', () => {
    const name = '\\0pysock-playground-' + process.pid;
    const unix = createServer().listen(name, () => {
      const client = connect(port, '127.0.0.1', () => {
        process.send({ port, client: client.localPort, datagrams: datagrams.address().port, unix: '@' + name.slice(1) });
      });
    });
  });
});
`;

describe('the open sockets of a process', () => {
  let child: ChildProcess;
  let ports: { port: number; client: number; datagrams: number; unix: string };

  beforeAll(async () => {
    child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM], {
      stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
    });
    [ports] = (await once(child, 'message')) as [typeof ports];
  });
  afterAll(() => {
    child.kill();
  });

  it('are what the kernel says of them', () => {
    const lines = openSockets([child.pid!])[0]!.map(
      ({ protocol, state, local, remote }) => `${protocol} ${state} ${local} ${remote}`,
    );
    expect(lines).toEqual(
      expect.arrayContaining([
        `tcp LISTEN 127.0.0.1:${ports.port} `,
        `tcp ESTABLISHED 127.0.0.1:${ports.client} 127.0.0.1:${ports.port}`,
        `udp bound 127.0.0.1:${ports.datagrams} `,
        `unix stream LISTEN ${ports.unix} `,
      ]),
    );
  });

  it('make it reachable', () => {
    expect(isReachable(child.pid!)).toBe(true);
    // A process that has gone.
    expect(isReachable(2 ** 30)).toBe(false);
  });

  it('have addresses as people write them', () => {
    expect(endpoint('0100007F:1388')).toBe('127.0.0.1:5000');
    expect(endpoint('00000000:0000')).toBe('0.0.0.0:*');
    expect(endpoint('00000000000000000000000001000000:0050')).toBe('[::1]:80');
    expect(endpoint('B80D0120000000000000000001000000:0050')).toBe('[2001:db8::1]:80');
  });
});
