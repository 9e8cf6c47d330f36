import { afterEach, describe, expect, it } from 'vitest';
import * as socket from '../src/index.ts';

const { AF_INET, SOCK_DGRAM, SOL_SOCKET, SHUT_WR } = socket;

let stop: () => void = () => undefined;
afterEach(() => stop());

function listen(): socket.SystemCall[] {
  const calls: socket.SystemCall[] = [];
  stop = socket.trace((call) => calls.push(call));
  return calls;
}

const endpoint = ([host, port]: [string, number]): string => `${host}:${port}`;
const named = (calls: readonly socket.SystemCall[], name: string) => calls.filter(({ call }) => call === name);

describe('a trace', () => {
  it('tells a conversation over TCP: who called what, with which peer, and how many bytes went', () => {
    const calls = listen();
    const server = socket.create_server(['127.0.0.1', 0]);
    const client = socket.create_connection(server.getsockname() as [string, number]);
    const [conn, address] = server.accept();
    const addresses = {
      server: endpoint(server.getsockname() as [string, number]),
      client: endpoint(address as [string, number]),
    };
    client.sendall(Buffer.from("it's\r\n\u00ff"));
    conn.recv(100);
    conn.sendmsg([Buffer.from('ab'), Buffer.from('cd')]);
    client.recvmsg(100);
    client.shutdown(SHUT_WR);
    conn.recv(100);
    const [serverFd, clientFd, connFd] = [server.fileno(), client.fileno(), conn.fileno()];
    for (const each of [conn, client, server]) each.close();

    const [listening, connecting] = [
      { protocol: 'tcp', local: addresses.server },
      { protocol: 'tcp', local: addresses.client, peer: addresses.server },
    ];
    const accepted = { protocol: 'tcp', local: addresses.server, peer: addresses.client, fd: connFd };
    expect(calls.filter(({ call }) => !call.startsWith('get'))).toMatchObject([
      { call: 'socket', detail: 'AF_INET SOCK_STREAM', made: [serverFd], result: serverFd },
      { call: 'setsockopt', fd: serverFd, detail: 'SOL_SOCKET SO_REUSEADDR 1', result: 0 },
      { call: 'bind', fd: serverFd, ...listening },
      { call: 'listen', fd: serverFd, ...listening, detail: 'backlog 128' },
      { call: 'socket', detail: 'AF_INET SOCK_STREAM IPPROTO_TCP', made: [clientFd] },
      { call: 'connect', fd: clientFd, ...connecting },
      { call: 'accept', ...accepted, fd: serverFd, made: [connFd], result: connFd },
      { call: 'send', fd: clientFd, ...connecting, bytes: 8, data: String.raw`b'it\'s\r\n\xc3\xbf'`, result: 8 },
      { call: 'recv', ...accepted, bytes: 8, data: String.raw`b'it\'s\r\n\xc3\xbf'` },
      { call: 'sendmsg', ...accepted, bytes: 4, data: "b'abcd'" },
      { call: 'recvmsg', fd: clientFd, bytes: 4, data: "b'abcd'" },
      { call: 'shutdown', fd: clientFd, detail: 'SHUT_WR' },
      { call: 'recv', ...accepted, bytes: 0 },
      { call: 'close', ...accepted },
      { call: 'close', fd: clientFd, protocol: 'tcp', local: addresses.client },
      { call: 'close', fd: serverFd },
    ]);
    for (const { time, duration, pid } of calls) {
      expect(Math.abs(time * 1000 - Date.now())).toBeLessThan(60_000);
      expect(duration).toBeGreaterThanOrEqual(0);
      expect(pid).toBe(process.pid);
    }
  });

  it('names failures, and leaves errno to the caller', () => {
    using closed = new socket.socket();
    closed.bind(['127.0.0.1', 0]);
    const [, port] = closed.getsockname() as [string, number];
    const calls = listen();
    expect(() => socket.create_connection(['127.0.0.1', port])).toThrow(socket.ConnectionRefusedError);
    expect(named(calls, 'connect')).toMatchObject([{ peer: `127.0.0.1:${port}`, result: -1, error: 'ECONNREFUSED' }]);
  });

  it('names the peer of each datagram, and what a timeout waits for', () => {
    using one = new socket.socket(AF_INET, SOCK_DGRAM);
    using other = new socket.socket(AF_INET, SOCK_DGRAM);
    for (const each of [one, other]) each.bind(['127.0.0.1', 0]);
    other.settimeout(0.01);
    const calls = listen();
    one.sendto(Buffer.alloc(100, 'x'), other.getsockname());
    other.recvfrom(1000);
    expect(() => other.recv(1000)).toThrow(socket.timeout);
    const [from, to] = [one, other].map((each) => endpoint(each.getsockname() as [string, number]));
    const data = `b'${'x'.repeat(64)}'...`;
    expect(named(calls, 'sendto')).toMatchObject([{ protocol: 'udp', local: from, peer: to, bytes: 100, data }]);
    expect(named(calls, 'recvfrom')).toMatchObject([{ protocol: 'udp', local: to, peer: from, bytes: 100, data }]);
    const fd = other.fileno();
    expect(named(calls, 'poll').map(({ detail }) => detail)).toEqual([
      `fd ${fd} POLLIN within 10 ms: fd ${fd} POLLIN`,
      `fd ${fd} POLLIN within 10 ms: nothing`,
    ]);
  });

  it('calls descriptors as its user wants', () => {
    const [a, b] = socket.socketpair();
    const calls: socket.SystemCall[] = [];
    stop = socket.trace((call) => calls.push(call), { numberOf: (fd) => fd + 1000 });
    a.send(Uint8Array.of(1));
    a.getsockopt(SOL_SOCKET, socket.SO_TYPE);
    a.close();
    b.close();
    expect(calls.map(({ fd }) => (fd ?? 0) > 1000)).toEqual([true, true, true, true]);
    expect(calls[0]).toMatchObject({ protocol: 'unix stream', data: String.raw`b'\x01'` });
  });

  it('ends, and may be one of several', () => {
    const outer = listen();
    const inner: socket.SystemCall[] = [];
    const endInner = socket.trace((call) => inner.push(call));
    const [a, b] = socket.socketpair();
    endInner();
    a.close();
    stop();
    b.close();
    expect([inner, outer].map((calls) => calls.map(({ call }) => call))).toEqual([
      ['socketpair'],
      ['socketpair', 'close'],
    ]);
  });

  it('has a line for each call', () => {
    const call: socket.SystemCall = {
      time: new Date(2026, 0, 2, 3, 4, 5).getTime() / 1000,
      duration: 0.25,
      pid: 42,
      call: 'recv',
      fd: 4,
      local: '127.0.0.1:5000',
      peer: '127.0.0.1:40000',
      bytes: 14,
      data: "b'Hello, server!'",
      result: 14,
    };
    expect(socket.traceLine(call)).toBe(
      "03:04:05.250000 42 recv       fd 4  127.0.0.1:5000 <- 127.0.0.1:40000  14 bytes  b'Hello, server!'  (after 250 ms)",
    );
    const failed = { time: call.time, duration: 0, pid: 42, call: 'connect', fd: 3, peer: '127.0.0.1:1', result: -1 };
    expect(socket.traceLine({ ...failed, error: 'ECONNREFUSED' })).toBe(
      '03:04:05.000000 42 connect    fd 3  -> 127.0.0.1:1  ECONNREFUSED',
    );
  });
});
