import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  BlockingIOError,
  ConnectionRefusedError,
  create_server,
  IPPROTO_TCP,
  MSG_DONTWAIT,
  MSG_PEEK,
  OSError,
  SHUT_WR,
  SO_ERROR,
  SO_LINGER,
  SO_RCVBUF,
  SO_REUSEADDR,
  SO_TYPE,
  SOCK_DGRAM,
  SOCK_NONBLOCK,
  SOCK_SEQPACKET,
  SOCK_STREAM,
  SOL_SOCKET,
  socket,
  socketpair,
  TCP_NODELAY,
  TimeoutError,
  timeout,
  ValueError,
} from '../src/index.ts';
import { bytes, openDescriptors, raised, tcpConnection, text } from './loopback.ts';

let before = 0;
beforeEach(() => {
  before = openDescriptors();
});
afterEach(() => {
  expect(openDescriptors(), 'descriptors that a test left open').toBe(before);
});

describe('a TCP connection', () => {
  test('echoes', () => {
    using connection = tcpConnection();
    const { client, server } = connection;
    client.sendall(bytes('hello'));
    server.sendall(server.recv(100));
    expect(text(client.recv(100))).toBe('hello');
    expect(client.getpeername()).toEqual(server.getsockname());
    expect(client.getsockname()).toEqual(server.getpeername());
  });

  test('over IPv6 has addresses of four parts', () => {
    using connection = tcpConnection(AF_INET6);
    const { client, server } = connection;
    expect(client.send(bytes('six'))).toBe(3);
    expect(text(server.recv(100))).toBe('six');
    expect(client.getpeername()).toEqual(['::1', expect.any(Number), 0, 0]);
  });

  test('half closed still carries the other direction', () => {
    using connection = tcpConnection();
    const { client, server } = connection;
    client.sendall(bytes('the end'));
    client.shutdown(SHUT_WR);
    expect(text(server.recv(100))).toBe('the end');
    expect(server.recv(100)).toHaveLength(0);
    server.sendall(bytes('not of mine'));
    expect(text(client.recv(100))).toBe('not of mine');
  });

  test('carries a megabyte through buffers of any size', () => {
    using connection = tcpConnection();
    const { client, server } = connection;
    const sent = Uint8Array.from({ length: 1 << 20 }, (_, index) => index * 7);
    client.settimeout(5);
    const received = new Uint8Array(sent.length);
    let [out, into] = [0, 0];
    client.setblocking(false);
    while (into < sent.length) {
      try {
        if (out < sent.length) out += client.send(sent.subarray(out));
      } catch (error) {
        expect(error).toBeInstanceOf(BlockingIOError);
      }
      const room = Math.min(received.length - into, 1 + ((into * 31) % 50_000));
      into += server.recv_into(received.subarray(into), room);
    }
    expect(Buffer.compare(received, sent)).toBe(0);
  });

  test('that is reset is an error, not the end', () => {
    using connection = tcpConnection();
    const { client, server } = connection;
    server.setsockopt(SOL_SOCKET, SO_LINGER, Int32Array.of(1, 0));
    server.close();
    expect(raised(() => client.recv(1))).toBe('ConnectionResetError: [Errno 104] Connection reset by peer');
  });

  test('to nobody is refused', () => {
    using vacant = new socket();
    vacant.bind(['127.0.0.1', 0]);
    using s = new socket();
    expect(() => s.connect(vacant.getsockname())).toThrow(ConnectionRefusedError);
    using another = new socket();
    expect(another.connect_ex(vacant.getsockname())).toBe(111);
  });

  test('that does not wait is under way, then there', () => {
    using listener = create_server(['127.0.0.1', 0]);
    using s = new socket();
    s.setblocking(false);
    expect([0, 115]).toContain(s.connect_ex(listener.getsockname()));
    const [connection] = listener.accept();
    expect(s.getsockopt(SOL_SOCKET, SO_ERROR)).toBe(0);
    expect(raised(() => s.recv(1))).toBe('BlockingIOError: [Errno 11] Resource temporarily unavailable');
    connection.close();
  });
});

describe('datagrams', () => {
  test('come with the address of their sender', () => {
    using a = new socket(AF_INET, SOCK_DGRAM);
    using b = new socket(AF_INET, SOCK_DGRAM);
    a.bind(['127.0.0.1', 0]);
    b.bind(['127.0.0.1', 0]);
    expect(a.sendto(bytes('one'), b.getsockname())).toBe(3);
    expect(a.sendto(bytes('two'), 0, b.getsockname())).toBe(3);
    expect(b.recvfrom(100)).toEqual([Uint8Array.from(bytes('one')), a.getsockname()]);
    const buffer = new Uint8Array(2);
    expect(b.recvfrom_into(buffer, { nbytes: 2 })).toEqual([2, a.getsockname()]);
    expect(text(buffer)).toBe('tw');
  });

  test('by AF_UNIX, with and without names', () => {
    using a = new socket(AF_UNIX, SOCK_DGRAM);
    using b = new socket(AF_UNIX, SOCK_DGRAM);
    const name = bytes(`\0pysock-test-${process.pid}`);
    b.bind(name);
    a.sendto(bytes('nameless'), name);
    expect(b.recvfrom(100)).toEqual([Uint8Array.from(bytes('nameless')), null]);
    expect(b.getsockname()).toEqual(Uint8Array.from(name));
  });

  test('that are empty are not the end', () => {
    const [a, b] = socketpair(AF_UNIX, SOCK_DGRAM);
    a.send(new Uint8Array(0));
    expect(b.recv(10)).toHaveLength(0);
    a.close();
    b.close();
  });
});

describe('waiting', () => {
  test('for no longer than the timeout', () => {
    using connection = tcpConnection();
    const { client, server } = connection;
    client.settimeout(0.05);
    const start = performance.now();
    expect(() => client.recv(1)).toThrow(TimeoutError);
    expect(raised(() => client.recv(1))).toBe('TimeoutError: timed out');
    expect(performance.now() - start).toBeGreaterThan(99);
    expect(timeout).toBe(TimeoutError);
    server.send(bytes('x'));
    expect(text(client.recv(1))).toBe('x');
  });

  test('to send no longer than the timeout', () => {
    using connection = tcpConnection();
    const { client } = connection;
    client.settimeout(0.05);
    expect(raised(() => client.sendall(new Uint8Array(1 << 24)))).toBe('TimeoutError: timed out');
  });

  test('for a connection no longer than the timeout', () => {
    using listener = create_server(['127.0.0.1', 0]);
    listener.settimeout(0.02);
    expect(() => listener.accept()).toThrow(TimeoutError);
  });

  test('in the four modes', () => {
    using s = new socket();
    const modes = [];
    for (const change of [null, 0, 2.5, true, false]) {
      if (typeof change === 'boolean') s.setblocking(change);
      else s.settimeout(change);
      modes.push([s.gettimeout(), s.timeout, s.getblocking()]);
    }
    expect(modes).toEqual([
      [null, null, true],
      [0, 0, false],
      [2.5, 2.5, true],
      [null, null, true],
      [0, 0, false],
    ]);
    using n = new socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
    expect([n.type, n.gettimeout()]).toEqual([SOCK_STREAM, 0]);
  });

  test('refuses what is no time', () => {
    using s = new socket();
    expect(raised(() => s.settimeout(-1))).toBe('ValueError: Timeout value out of range');
    expect(raised(() => s.settimeout(Number.NaN))).toBe('ValueError: Invalid value NaN (not a number)');
    expect(raised(() => s.settimeout(1e300))).toBe('OverflowError: timestamp out of range for C PyTime_t');
    expect(raised(() => s.settimeout('1' as never))).toBe(
      "TypeError: 'str' object cannot be interpreted as an integer or float",
    );
  });
});

describe('a descriptor', () => {
  test('is closed at the end of the block, and stays closed', () => {
    let s: socket;
    {
      using inner = new socket();
      s = inner;
      expect(s.fileno()).toBeGreaterThan(2);
    }
    expect(s.fileno()).toBe(-1);
    s.close();
    expect(raised(() => s.recv(1))).toBe('OSError: [Errno 9] Bad file descriptor');
    expect(raised(() => s.getsockname())).toBe('OSError: [Errno 9] Bad file descriptor');
    expect(String(s)).toBe('<socket.socket [closed] fd=-1, family=2, type=1, proto=0>');
  });

  test('is given up and taken over', () => {
    const s = new socket(AF_UNIX, SOCK_SEQPACKET);
    const fileno = s.detach();
    expect([s.fileno(), s.detach()]).toEqual([-1, -1]);
    using taken = new socket({ fileno });
    expect([taken.fileno(), taken.family, taken.type, taken.proto]).toEqual([fileno, AF_UNIX, SOCK_SEQPACKET, 0]);
    expect(raised(() => new socket(-1, -1, -1, 9999))).toBe('OSError: [Errno 9] Bad file descriptor');
    expect(raised(() => new socket({ fileno: -1 }))).toBe('ValueError: negative file descriptor');
    const file = openSync('/dev/null', 'r');
    expect(raised(() => new socket({ fileno: file }))).toBe('OSError: [Errno 88] Socket operation on non-socket');
    closeSync(file);
  });

  test('is duplicated, and is not inherited unless it is to be', () => {
    using connection = tcpConnection();
    const { client, server } = connection;
    client.settimeout(3);
    using copy = client.dup();
    expect([copy.gettimeout(), copy.get_inheritable()]).toEqual([3, false]);
    copy.set_inheritable(true);
    expect([copy.get_inheritable(), client.get_inheritable()]).toEqual([true, false]);
    client.close();
    copy.send(bytes('still here'));
    expect(text(server.recv(100))).toBe('still here');
  });

  test('outlives a thousand connections', () => {
    using listener = create_server(['127.0.0.1', 0], { backlog: 10 });
    const open = openDescriptors();
    for (let number = 0; number < 1000; number++) {
      using s = new socket();
      s.connect(listener.getsockname());
      const [connection] = listener.accept();
      connection.close();
    }
    expect(openDescriptors()).toBe(open);
  });
});

test('a socket that is forgotten is closed by the garbage collector, with a warning', async () => {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  const warnings: Error[] = [];
  const listener = (warning: Error) => warnings.push(warning);
  process.on('warning', listener);
  const forget = () => new socket().fileno();
  const fd = forget();
  await vi.waitFor(() => {
    gc();
    expect(warnings.map(String)).toContain(
      `ResourceWarning: unclosed <socket object, fd=${fd}, family=2, type=1, proto=0>`,
    );
  });
  process.off('warning', listener);
  expect(raised(() => new socket({ fileno: fd }))).toBe('OSError: [Errno 9] Bad file descriptor');
});

test('forgotten sockets are closed when no descriptor is left for a new one', () => {
  const shim = new URL('../dist/index.js', import.meta.url).href;
  const script = `
    import { socket } from '${shim}';
    let kept = new socket();
    for (let i = 0; i < 300; i++) {
      new socket();
      await new Promise(setImmediate);
    }
    const used = [];
    try {
      for (;;) used.push(new socket());
    } catch (error) {
      console.log(String(error), kept.fileno() > 0, used.length > 20);
    }`;
  // The hard limit: Node raises the soft one.
  const command = `ulimit -n 100; exec "$0" --no-warnings --input-type=module -e "$1"`;
  const output = execFileSync('sh', ['-c', command, process.execPath, script], { encoding: 'utf8' });
  expect(output).toBe('OSError: [Errno 24] Too many open files true true\n');
});

describe('options', () => {
  test('are numbers or bytes', () => {
    using s = new socket();
    s.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
    s.setsockopt(IPPROTO_TCP, TCP_NODELAY, true);
    expect(s.getsockopt(SOL_SOCKET, SO_REUSEADDR)).toBe(1);
    expect(s.getsockopt(SOL_SOCKET, SO_TYPE, 4)).toEqual(Uint8Array.of(SOCK_STREAM, 0, 0, 0));
    s.setsockopt(SOL_SOCKET, SO_RCVBUF, Int32Array.of(8192));
    expect(s.getsockopt(SOL_SOCKET, SO_RCVBUF)).toBe(16_384);
    expect(raised(() => s.getsockopt(SOL_SOCKET, SO_TYPE, 1025))).toBe('OSError: getsockopt buflen out of range');
    expect(raised(() => s.setsockopt(SOL_SOCKET, SO_TYPE, 1))).toBe('OSError: [Errno 92] Protocol not available');
    expect(raised(() => s.setsockopt(SOL_SOCKET, SO_TYPE, 'x' as never))).toMatch(/^TypeError/);
  });
});

describe('arguments', () => {
  test('by position and by name', () => {
    using s = new socket({ type: SOCK_DGRAM });
    using another = new socket(AF_INET, { proto: 17, type: SOCK_DGRAM });
    expect([s.type, another.proto]).toEqual([SOCK_DGRAM, 17]);
    another.bind(['127.0.0.1', 0]);
    s.sendto(bytes('abc'), another.getsockname());
    const buffer = new Uint8Array(5);
    expect(another.recv_into(buffer, 2, MSG_PEEK)).toBe(2);
    expect(another.recv_into(buffer, { flags: MSG_DONTWAIT })).toBe(3);
    expect(text(buffer)).toBe('abc\0\0');
  });

  test('that are wrong say so as in Python', () => {
    using s = new socket();
    const wrong: [() => unknown, string][] = [
      [() => s.recv('x' as never), "TypeError: 'str' object cannot be interpreted as an integer"],
      [() => s.recv(-1), 'ValueError: negative buffersize in recv'],
      [() => s.recv(2 ** 70), 'OverflowError: Python int too large to convert to C ssize_t'],
      [() => s.recv(1, 2 ** 40), 'OverflowError: signed integer is greater than maximum'],
      [() => s.send('x' as never), "TypeError: a bytes-like object is required, not 'str'"],
      [() => s.recv_into(new Uint8Array(1), 2), 'ValueError: buffer too small for requested bytes'],
      [
        () => s.recv_into('x' as never),
        'TypeError: recv_into() argument 1 must be read-write bytes-like object, not str',
      ],
      [() => s.recvfrom_into(new Uint8Array(1), 2), 'ValueError: nbytes is greater than the length of the buffer'],
      [
        () => s.sendto(...([bytes('x'), 0, 0, 0] as unknown as [Uint8Array, unknown])),
        'TypeError: sendto() takes 2 or 3 arguments (4 given)',
      ],
      [() => s.bind('x'), 'TypeError: bind(): AF_INET address must be tuple, not str'],
      [() => s.connect(['127.0.0.1', 65_536]), 'OverflowError: connect(): port must be 0-65535.'],
      [() => s.connect(['127.0.0.1']), 'TypeError: AF_INET address must be a pair (host, port)'],
    ];
    for (const [call, message] of wrong) expect(raised(call)).toBe(message);
    using unix = new socket(AF_UNIX);
    expect(raised(() => unix.bind('x'.repeat(200)))).toBe('OSError: AF_UNIX path too long');
    expect(raised(() => new socket(999))).toBe('OSError: [Errno 97] Address family not supported by protocol');
  });
});

describe('what it says of itself', () => {
  test('in each state', () => {
    class Own extends socket {}
    using s = new Own();
    const port = () => (s.getsockname() as [string, number])[1];
    expect(String(s)).toBe(`<Own fd=${s.fileno()}, family=2, type=1, proto=0, laddr=('0.0.0.0', 0)>`);
    s.bind(['127.0.0.1', 0]);
    expect(inspect(s)).toBe(`<Own fd=${s.fileno()}, family=2, type=1, proto=0, laddr=('127.0.0.1', ${port()})>`);
    const [a, b] = socketpair();
    expect(String(a)).toBe(`<socket.socket fd=${a.fileno()}, family=1, type=1, proto=0>`);
    a.close();
    b.close();
  });

  test('errors are instances of their kind', () => {
    expect(new TimeoutError('x')).toBeInstanceOf(OSError);
    expect(new ValueError('x')).toBeInstanceOf(Error);
  });
});

describe('sendfile', () => {
  test('sends a file, or a part of it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pysock-test-'));
    const path = join(folder, 'file');
    writeFileSync(path, '0123456789'.repeat(1000));
    const file = openSync(path, 'r');
    using connection = tcpConnection();
    const { client, server } = connection;
    expect(client.sendfile(file, 5, 10)).toBe(10);
    expect(text(server.recv(100))).toBe('5678901234');
    expect(client.sendfile(file, { offset: 9990 })).toBe(10);
    expect(text(server.recv(100))).toBe('0123456789');
    closeSync(file);
    rmSync(folder, { recursive: true });
  });
});
