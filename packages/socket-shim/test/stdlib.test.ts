import { closeSync, mkdtempSync, openSync, readdirSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
} from '@pysock/host/constants';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExceptionGroup } from '../src/base/errors.ts';
import { gethostname } from '../src/module/host-database.ts';
import { setdefaulttimeout } from '../src/module/timeout.ts';
import { create_connection } from '../src/stdlib/create-connection.ts';
import { create_server, has_dualstack_ipv6 } from '../src/stdlib/create-server.ts';
import * as enums from '../src/stdlib/enums.ts';
import { recv_fds, send_fds } from '../src/stdlib/file-descriptors.ts';
import { getfqdn } from '../src/stdlib/getfqdn.ts';
import { socket } from '../src/stdlib/socket.ts';
import { fromfd, socketpair } from '../src/stdlib/socketpair.ts';
import { answer, answersOfPython, type Call } from './answers.ts';
import { pythonPath } from './python.ts';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
const descriptors = () => readdirSync('/proc/self/fd').length;

function raised(call: () => unknown): string {
  try {
    call();
    return 'nothing';
  } catch (error) {
    return String(error);
  }
}

/** A port of the loopback that nobody listens on. */
function freePort(): number {
  using server = create_server(['127.0.0.1', 0]);
  return (server.getsockname() as [string, number])[1];
}

describe('create_server and create_connection', () => {
  test('a server on any free port, and a connection to it by name', () => {
    const before = descriptors();
    {
      using server = create_server(['127.0.0.1', 0]);
      const [host, port] = server.getsockname() as [string, number];
      using client = create_connection([host, port], 5, ['127.0.0.1', 0]);
      using byName = create_connection(['localhost', port], { timeout: null });
      expect([client.gettimeout(), byName.gettimeout()]).toEqual([5, null]);
      const [connection, address] = server.accept();
      expect(address).toEqual(client.getsockname());
      connection.sendall(Buffer.from('hello'));
      connection.close();
      expect(text(client.recv(100))).toBe('hello');
      expect(server.getsockopt(SOL_SOCKET, SO_REUSEADDR)).toBe(1);
    }
    expect(descriptors()).toBe(before);
  });

  test('the default timeout holds where none is given', () => {
    using server = create_server(['127.0.0.1', 0], { reuse_port: true, backlog: 1 });
    expect(server.getsockopt(SOL_SOCKET, SO_REUSEPORT)).toBe(1);
    setdefaulttimeout(7);
    try {
      using client = create_connection(server.getsockname() as [string, number]);
      expect(client.gettimeout()).toBe(7);
    } finally {
      setdefaulttimeout(null);
    }
  });

  test('a refused connection is the error of the last address, or of all', () => {
    const before = descriptors();
    const address = ['127.0.0.1', freePort()] as const;
    expect(raised(() => create_connection(address))).toBe('ConnectionRefusedError: [Errno 111] Connection refused');
    try {
      create_connection(address, { all_errors: true });
      expect.unreachable();
    } catch (error) {
      const group = error as ExceptionGroup;
      expect(String(group)).toBe('ExceptionGroup: create_connection failed (1 sub-exception)');
      expect(group.exceptions.map(String)).toEqual(['ConnectionRefusedError: [Errno 111] Connection refused']);
    }
    expect(descriptors()).toBe(before);
  });

  test('a server that cannot be says which address', () => {
    using server = create_server(['127.0.0.1', 0]);
    const [, port] = server.getsockname() as [string, number];
    const before = descriptors();
    expect(raised(() => create_server(['127.0.0.1', port]))).toBe(
      `OSError: [Errno 98] Address already in use (while attempting to bind on address ('127.0.0.1', ${port}))`,
    );
    expect(descriptors()).toBe(before);
    expect(raised(() => create_server(['127.0.0.1', 0], { family: AF_INET, dualstack_ipv6: true }))).toMatch(
      /^ValueError: dualstack_ipv6 (requires AF_INET6 family|not supported on this platform)$/,
    );
  });

  test.skipIf(!has_dualstack_ipv6())('one socket for both families', () => {
    using server = create_server(['', 0], { family: AF_INET6, dualstack_ipv6: true });
    const [, port] = server.getsockname() as [string, number];
    using client = create_connection(['127.0.0.1', port]);
    const [connection, address] = server.accept();
    connection.close();
    expect((address as [string])[0]).toBe('::ffff:127.0.0.1');
    expect(client.family).toBe(AF_INET);
  });
});

test('socketpair and fromfd', () => {
  const before = descriptors();
  {
    const [a, b] = socketpair();
    expect([a.family, a.type, a.proto, a.get_inheritable()]).toEqual([AF_UNIX, SOCK_STREAM, 0, false]);
    using copy = fromfd(a.fileno(), AF_UNIX, SOCK_STREAM);
    a.close();
    copy.send(Buffer.from('x'));
    expect(text(b.recv(10))).toBe('x');
    b.close();
    const [c, d] = socketpair(AF_UNIX, SOCK_DGRAM);
    expect(c.type).toBe(SOCK_DGRAM);
    for (const s of [c, d]) s.close();
  }
  expect(raised(() => socketpair(AF_INET))).toBe('OSError: [Errno 95] Operation not supported');
  expect(raised(() => fromfd(-1, AF_UNIX, SOCK_STREAM))).toBe('OSError: [Errno 9] Bad file descriptor');
  expect(descriptors()).toBe(before);
});

test('open descriptors travel over a socket', () => {
  const before = descriptors();
  const [a, b] = socketpair();
  const [c, d] = socketpair();
  expect(send_fds(a, [Buffer.from('two'), Buffer.from(' of them')], [c.fileno(), d.fileno()])).toBe(11);
  const [data, fds, flags, address] = recv_fds(b, 100, 2);
  expect([text(data), fds.length, flags, address]).toEqual(['two of them', 2, 0, null]);
  const [c2, d2] = fds.map((fd) => new socket({ fileno: fd }));
  c2?.send(Buffer.from('x'));
  expect(d2?.recv(10)).toEqual(Uint8Array.of(0x78));
  for (const s of [a, b, c, d, c2, d2]) s?.close();
  expect(descriptors()).toBe(before);
});

describe('getfqdn', () => {
  const calls: readonly Call[] = [['getfqdn'], ['getfqdn', '127.0.0.1'], ['getfqdn', ' localhost '], ['getfqdn', '::']];
  const python = pythonPath();
  test.skipIf(python === undefined)('is what CPython answers on this machine', () => {
    expect(calls.map((call) => answer({ getfqdn }, call))).toEqual(answersOfPython(python as string, calls));
  });

  test('a name that is none comes back', () => {
    expect(getfqdn('<no host>')).toBe('<no host>');
    expect(getfqdn()).toBe(getfqdn(gethostname()));
  });
});

test('the enumerations have the members of CPython 3.14', () => {
  const { AddressFamily, SocketKind, MsgFlag, AddressInfo } = enums;
  expect([AddressFamily, SocketKind, MsgFlag, AddressInfo].map((group) => Object.keys(group).length)).toEqual([
    33, 7, 14, 7,
  ]);
  expect(Object.keys(AddressFamily).slice(0, 3)).toEqual(['AF_UNSPEC', 'AF_UNIX', 'AF_INET']);
  expect([AddressFamily.AF_INET, SocketKind.SOCK_STREAM, 'AF_DECnet' in AddressFamily]).toEqual([2, 1, false]);
  expect([enums.addressFamilyName(16), enums.addressFamilyName(999), enums.socketKindName(1)]).toEqual([
    'AF_NETLINK',
    undefined,
    'SOCK_STREAM',
  ]);
  expect(enums.msgFlagNames(0x4001)).toEqual(['MSG_OOB', 'MSG_NOSIGNAL']);
  expect(enums.addressInfoNames(3)).toEqual(['AI_PASSIVE', 'AI_CANONNAME']);
});

describe('sendfile', () => {
  const directory = mkdtempSync(join(tmpdir(), 'sendfile-'));
  const path = join(directory, 'file');
  const content = Uint8Array.from({ length: 100 }, (_, i) => i);
  beforeAll(() => writeFileSync(path, content));
  afterAll(() => rmSync(directory, { recursive: true }));

  /** What a call sent, what it answered, and the next byte of the file. */
  function sending(
    call: (sock: socket, fd: number) => number,
  ): [count: number, sent: Uint8Array, next: number | undefined] {
    const fd = openSync(path, 'r');
    const [a, b] = socketpair();
    try {
      const count = call(a, fd);
      const next = new Uint8Array(1);
      const more = readSync(fd, next);
      return [count, count > 0 ? b.recv(1000) : new Uint8Array(), more ? next[0] : undefined];
    } finally {
      for (const s of [a, b]) s.close();
      closeSync(fd);
    }
  }

  test('all of a file, or a part of it; the position is then behind it', () => {
    expect(sending((sock, fd) => sock.sendfile(fd))).toEqual([100, content, undefined]);
    expect(sending((sock, fd) => sock.sendfile(fd, 90))).toEqual([10, content.slice(90), undefined]);
    expect(sending((sock, fd) => sock.sendfile(fd, 10, 5))).toEqual([5, content.slice(10, 15), 15]);
    expect(sending((sock, fd) => sock.sendfile(fd, { offset: 200 }))).toEqual([0, new Uint8Array(), 0]);
  });

  test("a file handle of Node's", async () => {
    await using handle = await open(path);
    const [a, b] = socketpair();
    expect([a.sendfile(handle, { count: 3 }), b.recv(10)]).toEqual([3, content.slice(0, 3)]);
    for (const s of [a, b]) s.close();
  });

  test('a file without a descriptor goes by send()', () => {
    const [a, b] = socketpair();
    const file = {
      position: 0,
      read(size: number) {
        const chunk = new Uint8Array(20_000).subarray(this.position, this.position + size);
        this.position += chunk.length;
        return chunk;
      },
      seek(offset: number) {
        this.position = offset;
      },
    };
    expect([a.sendfile(file, 5, 10_000), file.position, b.recv(20_000).length]).toEqual([10_000, 10_005, 10_000]);
    for (const s of [a, b]) s.close();
  });

  test.each<[string, (sock: socket, fd: number) => void]>([
    ['ValueError: count must be a positive integer (got 0)', (sock, fd) => sock.sendfile(fd, 0, 0)],
    ['TypeError: count must be a positive integer (got 1.5)', (sock, fd) => sock.sendfile(fd, 0, 1.5)],
    ["TypeError: count must be a positive integer (got 'x')", (sock, fd) => sock.sendfile(fd, 0, 'x' as never)],
    ['ValueError: file should be opened in binary mode', (sock) => sock.sendfile({ mode: 'r', read: () => content })],
    ['OSError: [Errno 9] Bad file descriptor', (sock) => sock.sendfile(99_999)],
    [
      'ValueError: non-blocking sockets are not supported',
      (sock, fd) => {
        sock.setblocking(false);
        sock.sendfile(fd);
      },
    ],
    [
      'TimeoutError: timed out',
      (sock, fd) => {
        sock.settimeout(0.01);
        for (let i = 0; i < 100_000; i++) sock.sendfile(fd);
      },
    ],
    [
      'ValueError: only SOCK_STREAM type sockets are supported',
      (_, fd) => {
        using datagrams = new socket(AF_INET, SOCK_DGRAM);
        datagrams.sendfile(fd);
      },
    ],
  ])('%s', (message, call) => {
    const none = (sock: socket, fd: number) => {
      call(sock, fd);
      return 0;
    };
    expect(raised(() => sending(none))).toBe(message);
  });
});
