/**
 * The contract of the calls that wait. What the kernel does not do on demand (a signal, a short write, readiness that turns out
 * false) is done by a call in its place; then the same contract holds over the kernel's own.
 */

import { addressOf, INTERRUPTED, TIMED_OUT } from '@pysock/host/call';
import { EAGAIN, EBADF, ECONNRESET, EINTR, MSG_WAITALL, SOCK_STREAM, SYS_recvfrom } from '@pysock/host/constants';
import * as real from '@pysock/host/sys';
import { close } from '@pysock/host/sys';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { sock_call_ex } from '../src/module/sock-call.ts';
import type { SocketCall, Waiter } from '../src/module/socket-object.ts';
import { SocketObject, sock_open_fileno } from '../src/module/socket-object.ts';
import { sock_recv_guts, sock_sendall_guts } from '../src/module/stream-io.ts';
import { sock_settimeout } from '../src/module/timeout.ts';

type Send = typeof real.send;
type Recv = typeof real.recv;

const kernel = vi.hoisted(() => ({ send: undefined as unknown, recv: undefined as unknown }));

vi.mock('@pysock/host/sys', async (original) => {
  const actual = await original<typeof real>();
  return {
    ...actual,
    send: (...args: Parameters<Send>) => ((kernel.send as Send | undefined) ?? actual.send)(...args),
    recv: (...args: Parameters<Recv>) => ((kernel.recv as Recv | undefined) ?? actual.recv)(...args),
  };
});

beforeEach(() => {
  kernel.send = undefined;
  kernel.recv = undefined;
});

/** Both ends of a connection within this process. */
function pair(timeout = -1): { a: SocketObject; b: SocketObject } & Disposable {
  const fds = new Int32Array(2);
  expect(real.socketpair(1, SOCK_STREAM, 0, fds)).toBe(0);
  const [a, b] = [...fds].map((fd) => {
    const s = new SocketObject();
    expect(sock_open_fileno(s, fd, -1, -1, -1)).toBe(0);
    expect(sock_settimeout(s, timeout)).toBe(0);
    return s;
  }) as [SocketObject, SocketObject];
  return {
    a,
    b,
    [Symbol.dispose]() {
      for (const fd of fds) close(fd);
    },
  };
}

/** A call that answers these results one after the other. */
class Scripted implements SocketCall {
  readonly results: number[];
  attempts = 0;
  constructor(...results: number[]) {
    this.results = results;
  }
  attempt(): number {
    this.attempts++;
    return this.results.shift() ?? 0;
  }
}

/** Signals come in, and the handler of the one with this number raises. */
function signalling(raising = Number.POSITIVE_INFINITY): Waiter & { checks: number } {
  const waiter = {
    checks: 0,
    checkSignals(): number {
      waiter.checks++;
      return waiter.checks === raising ? INTERRUPTED : 0;
    },
  };
  return waiter;
}

const MS = 1e6;

describe('sock_call_ex', () => {
  test('makes an interrupted call again, after the handlers ran (PEP 475)', () => {
    using connection = pair();
    const { a } = connection;
    const waiter = signalling();
    a.waiter = waiter;
    const call = new Scripted(-EINTR, -EINTR, 7);
    expect(sock_call_ex(a, false, call, false, -1)).toBe(7);
    expect([call.attempts, waiter.checks]).toEqual([3, 2]);
  });

  test('ends when a handler raises', () => {
    using connection = pair();
    const { a } = connection;
    a.waiter = signalling(2);
    const call = new Scripted(-EINTR, -EINTR, 7);
    expect(sock_call_ex(a, false, call, false, -1)).toBe(INTERRUPTED);
    expect(call.attempts).toBe(2);
  });

  test('answers other errors at once', () => {
    using connection = pair();
    const call = new Scripted(-ECONNRESET, 7);
    expect(sock_call_ex(connection.a, false, call, false, -1)).toBe(-ECONNRESET);
    expect(call.attempts).toBe(1);
  });

  test('waits again when readiness turned out false, but only until the deadline', () => {
    using connection = pair(30 * MS);
    const { a, b } = connection;
    real.send(b.sock_fd, new Uint8Array(1), 1, 0);
    const call = new Scripted(-EAGAIN, -EAGAIN, 7);
    expect(sock_call_ex(a, false, call, false, 30 * MS)).toBe(7);
    const start = performance.now();
    const never = { attempt: () => -EAGAIN };
    expect(sock_call_ex(a, false, never, false, 30 * MS)).toBe(TIMED_OUT);
    expect(performance.now() - start).toBeGreaterThanOrEqual(29);
  });

  test('polls first where there is a timeout, and makes no call when the time is over', () => {
    using connection = pair(10 * MS);
    const call = new Scripted(7);
    expect(sock_call_ex(connection.a, false, call, false, 10 * MS)).toBe(TIMED_OUT);
    expect(call.attempts).toBe(0);
  });

  test('does not wait for a socket that does not', () => {
    using connection = pair(0);
    const call = new Scripted(-EAGAIN);
    expect(sock_call_ex(connection.a, false, call, false, 0)).toBe(-EAGAIN);
  });

  test('fails on a closed socket as the call does', () => {
    const s = new SocketObject();
    s.sock_timeout = 10 * MS;
    expect(sock_call_ex(s, false, { attempt: () => -EBADF }, false, 10 * MS)).toBe(-EBADF);
  });

  test('hands a call over where the waiter takes it', () => {
    using connection = pair();
    const { a } = connection;
    const taken: unknown[] = [];
    a.waiter = {
      checkSignals: () => 0,
      take: (s, writing, call, connect, timeout) => {
        taken.push(writing, connect, timeout);
        return call.attempt(s, true);
      },
    };
    expect(sock_call_ex(a, true, new Scripted(5), false, -1)).toBe(5);
    expect(taken).toEqual([true, false, -1]);
    const dontwait = { flags: 0x40, attempt: () => -EAGAIN };
    expect(sock_call_ex(a, true, dontwait, false, -1)).toBe(-EAGAIN);
    expect(taken).toHaveLength(3);
  });
});

/** How a kernel takes bytes: the number of bytes of each send, or an error. */
const kernels: readonly (readonly [name: string, takes: readonly number[] | undefined])[] = [
  ['the real one', undefined],
  ['one byte at a time', [1]],
  ['short writes', [3, 1, 7, 2]],
  ['short writes and signals', [3, -EINTR, 1, -EINTR, -EINTR, 9]],
];

describe.each(kernels)('sendall over %s', (_, takes) => {
  function install(): void {
    if (takes === undefined) return;
    let turn = 0;
    kernel.send = (fd: number, buffer: Uint8Array, length: number, flags: number) => {
      const take = takes[turn++ % takes.length] as number;
      return take < 0 ? take : real.sendto(fd, buffer, Math.min(take, length), flags, new Uint8Array(0), 0);
    };
  }

  test.each([-1, 1000 * MS])('sends all bytes in order (timeout %d ns)', (timeout) => {
    using connection = pair(timeout);
    const { a, b } = connection;
    a.waiter = signalling();
    install();
    const data = Uint8Array.from({ length: 40 }, (_, index) => index);
    expect(sock_sendall_guts(a, data, data.length, 0)).toBe(0);
    const received = new Uint8Array(200);
    expect(sock_recv_guts(b, received, 200, 0)).toBe(40);
    expect(received.subarray(0, 40)).toEqual(data);
  });

  test('sends nothing when there is nothing, and says so', () => {
    using connection = pair();
    install();
    connection.a.waiter = signalling();
    expect(sock_sendall_guts(connection.a, new Uint8Array(0), 0, 0)).toBe(0);
  });
});

describe('sendall', () => {
  test('stops when a handler raises between two sends', () => {
    using connection = pair();
    const { a, b } = connection;
    a.waiter = signalling(2);
    kernel.send = (fd: number, buffer: Uint8Array) => real.sendto(fd, buffer, 1, 0, new Uint8Array(0), 0);
    expect(sock_sendall_guts(a, new Uint8Array(9), 9, 0)).toBe(INTERRUPTED);
    expect(sock_recv_guts(b, new Uint8Array(9), 9, 0)).toBe(2);
  });

  test('has one deadline for all its sends', () => {
    using connection = pair(30 * MS);
    const start = performance.now();
    expect(sock_sendall_guts(connection.a, new Uint8Array(1 << 22), 1 << 22, 0)).toBe(TIMED_OUT);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('MSG_WAITALL where calls do not block', () => {
  test('is left to the kernel: without blocking it would return what is there', () => {
    using connection = pair();
    const { a, b } = connection;
    real.send(a.sock_fd, Uint8Array.of(1, 2), 2, 0);
    const made: unknown[] = [];
    b.waiter = {
      checkSignals: () => 0,
      take(socket, _writing, call) {
        expect(call.attempt(socket, true)).toBe(-EAGAIN);
        made.push(call.kernelCall?.(socket));
        real.send(a.sock_fd, Uint8Array.of(3), 1, 0);
        return call.attempt(socket, false);
      },
    };
    const buffer = new Uint8Array(3);
    expect(sock_recv_guts(b, buffer, 3, MSG_WAITALL)).toBe(3);
    expect([...buffer]).toEqual([1, 2, 3]);
    const args = [b.sock_fd, addressOf(buffer), 3, MSG_WAITALL];
    expect(made).toEqual([{ number: SYS_recvfrom, args }]);
  });
});
