import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cmsghdr } from '@pysock/host/layouts';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  CMSG_LEN,
  CMSG_SPACE,
  IP_PKTINFO,
  IP_RECVTTL,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPV6_PKTINFO,
  IPV6_RECVPKTINFO,
  MSG_CTRUNC,
  MSG_DONTWAIT,
  MSG_PEEK,
  MSG_TRUNC,
  recv_fds,
  SCM_CREDENTIALS,
  SCM_RIGHTS,
  SO_PASSCRED,
  SOCK_DGRAM,
  SOL_SOCKET,
  send_fds,
  socket,
  socketpair,
} from '../src/index.ts';
import { RecvmsgCall, sock_recvmsg_guts } from '../src/module/ancillary.ts';
import {
  type AncillaryItem,
  controlData,
  controlMessages,
  descriptorsIn,
  receivedDescriptors,
} from '../src/module/control-data.ts';
import { SocketObject, sock_open_fileno } from '../src/module/socket-object.ts';
import { bytes, openDescriptors, raised, text } from './loopback.ts';

let before = 0;
beforeEach(() => {
  before = openDescriptors();
});
afterEach(() => {
  expect(openDescriptors(), 'descriptors that a test left open').toBe(before);
});

function pairOf(type?: number): { a: socket; b: socket } & Disposable {
  const [a, b] = type === undefined ? socketpair() : socketpair(AF_UNIX, type);
  return {
    a,
    b,
    [Symbol.dispose]() {
      a.close();
      b.close();
    },
  };
}

describe('descriptors', () => {
  test('travel, and are the receiver’s', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pysock-test-'));
    writeFileSync(join(folder, 'file'), 'in the file');
    const file = openSync(join(folder, 'file'), 'r+');
    using pair = pairOf();
    expect(send_fds(pair.a, [bytes('a '), bytes('file')], [file, pair.a.fileno()])).toBe(6);
    closeSync(file);
    const [data, fds, flags, address] = recv_fds(pair.b, 100, 4);
    expect([text(data), fds.length, flags, address]).toEqual(['a file', 2, 0, null]);
    const [first, second] = fds as [number, number];
    expect(readFileSync(first, 'utf8')).toBe('in the file');
    writeSync(first, '!');
    closeSync(first);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('in the file!');
    using passed = new socket({ fileno: second });
    passed.send(bytes('by the other'));
    expect(text(pair.b.recv(100))).toBe('by the other');
    rmSync(folder, { recursive: true });
  });

  test('that do not fit are closed by the kernel, and the message says so', () => {
    using pair = pairOf();
    const { a, b } = pair;
    send_fds(a, [bytes('x')], [0, 1]);
    const [, ancdata, flags] = b.recvmsg(10, CMSG_LEN(4));
    expect(flags).toBe(MSG_CTRUNC);
    expect(ancdata).toHaveLength(1);
    for (const fd of descriptorsIn((ancdata[0] as AncillaryItem)[2])) closeSync(fd);
    send_fds(a, [bytes('x')], [0, 1]);
    expect(b.recvmsg(10).slice(1)).toEqual([[], MSG_CTRUNC, null]);
  });

  test('that are none are refused', () => {
    using pair = pairOf();
    expect(raised(() => send_fds(pair.a, [bytes('x')], [9999]))).toBe('OSError: [Errno 9] Bad file descriptor');
  });

  test('are closed by who cannot hand them on', () => {
    using pair = pairOf();
    send_fds(pair.a, [bytes('x')], [0, 1]);
    const s = new SocketObject();
    expect(sock_open_fileno(s, pair.b.fileno(), -1, -1, -1)).toBe(0);
    const open = openDescriptors();
    const call = new RecvmsgCall(s, [new Uint8Array(10)], 100, 0);
    expect(sock_recvmsg_guts(s, call)).toBe(1);
    expect(openDescriptors()).toBe(open + 2);
    call.closeDescriptors();
    expect(openDescriptors()).toBe(open);
  });
});

test('credentials', () => {
  using pair = pairOf();
  const { a, b } = pair;
  b.setsockopt(SOL_SOCKET, SO_PASSCRED, 1);
  a.send(bytes('me'));
  const [data, ancdata] = b.recvmsg(10, CMSG_SPACE(12));
  const [level, type, packed] = ancdata[0] as AncillaryItem;
  expect([text(data), level, type]).toEqual(['me', SOL_SOCKET, SCM_CREDENTIALS]);
  expect([...new Int32Array(packed.buffer)]).toEqual([process.pid, process.getuid?.(), process.getgid?.()]);
});

describe('a datagram', () => {
  test('tells where it came in, and its TTL', () => {
    using receiver = new socket(AF_INET, SOCK_DGRAM);
    using sender = new socket(AF_INET, SOCK_DGRAM);
    receiver.bind(['127.0.0.1', 0]);
    receiver.setsockopt(IPPROTO_IP, IP_PKTINFO, 1);
    receiver.setsockopt(IPPROTO_IP, IP_RECVTTL, 1);
    const ttl = [IPPROTO_IP, IP_TTL, Int32Array.of(7)] as const;
    expect(sender.sendmsg([bytes('of '), bytes('parts')], [ttl], 0, receiver.getsockname())).toBe(8);
    const [data, ancdata, flags, address] = receiver.recvmsg(100, 200);
    const items = new Map(ancdata.map(([, type, packed]) => [type, packed]));
    expect([text(data), flags, address]).toEqual(['of parts', 0, ['127.0.0.1', expect.any(Number)]]);
    expect(items.get(IP_TTL)?.[0]).toBe(7);
    expect(items.get(IP_PKTINFO)?.slice(4)).toEqual(Uint8Array.of(127, 0, 0, 1, 127, 0, 0, 1));
  });

  test('by IPv6 tells its interface', () => {
    using s = new socket(AF_INET6, SOCK_DGRAM);
    s.bind(['::1', 0]);
    s.setsockopt(IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
    s.sendto(bytes('six'), s.getsockname());
    const [, ancdata] = s.recvmsg(100, 200);
    expect(ancdata).toEqual([[IPPROTO_IPV6, IPV6_PKTINFO, expect.objectContaining({ length: 20, 15: 1 })]]);
  });

  test('longer than the buffer says so', () => {
    using pair = pairOf(SOCK_DGRAM);
    const { a, b } = pair;
    a.send(bytes('too long'));
    expect(b.recvmsg(3, 0, MSG_PEEK).slice(0, 3)).toEqual([Uint8Array.from(bytes('too')), [], MSG_TRUNC]);
    expect(b.recvmsg(3, 0, MSG_TRUNC).slice(0, 3)).toEqual([Uint8Array.from(bytes('too')), [], MSG_TRUNC]);
    expect(raised(() => b.recvmsg(3, 0, MSG_DONTWAIT))).toMatch(/^BlockingIOError/);
  });
});

test('buffers are gathered and scattered', () => {
  using pair = pairOf();
  const { a, b } = pair;
  expect(a.sendmsg([bytes('ab'), Uint16Array.of(0x6463), new DataView(new ArrayBuffer(1))])).toBe(5);
  const [first, second] = [new Uint8Array(3), new Uint16Array(4)];
  const [received, , flags] = b.recvmsg_into([first, second]);
  expect([received, flags, text(first), [...second]]).toEqual([5, 0, 'abc', [0x0064, 0, 0, 0]]);
  expect(a.sendmsg([])).toBe(0);
  a.close();
  expect(b.recvmsg(10)[0]).toHaveLength(0);
});

test('arguments that are wrong say so as in Python', () => {
  using pair = pairOf();
  const { a } = pair;
  const wrong: [() => unknown, string][] = [
    [() => a.sendmsg(3 as never), 'TypeError: sendmsg() argument 1 must be an iterable'],
    [() => a.sendmsg(['x' as never]), "TypeError: a bytes-like object is required, not 'str'"],
    [() => a.sendmsg([], 3 as never), 'TypeError: sendmsg() argument 2 must be an iterable'],
    [
      () => a.sendmsg([], [3 as never]),
      'TypeError: [sendmsg() ancillary data items]() argument must be 3-item tuple, not int',
    ],
    [
      () => a.sendmsg([], [[1, 2] as never]),
      'TypeError: [sendmsg() ancillary data items]() argument must be tuple of length 3, not 2',
    ],
    [() => a.recvmsg(-1), 'ValueError: negative buffer size in recvmsg()'],
    [() => a.recvmsg(1, -1), 'ValueError: invalid ancillary data buffer length'],
    [
      () => a.recvmsg_into(['x' as never]),
      'TypeError: recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers',
    ],
    [() => a.sendmsg_afalg({ op: 1 }), 'OSError: algset is only supported for AF_ALG'],
    [() => CMSG_LEN(-1), 'OverflowError: CMSG_LEN() argument out of range'],
    [() => CMSG_SPACE(2 ** 31), 'OverflowError: CMSG_SPACE() argument out of range'],
  ];
  for (const [call, message] of wrong) expect(raised(call)).toBe(message);
});

describe('the bytes of control messages', () => {
  const item = fc.tuple(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), fc.uint8Array());

  test('are read as they were written', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 5 }), (items) => {
        const read = [...controlMessages(controlData(items))];
        expect(read.map(({ level, type, data }) => [level, type, data])).toEqual(items);
        expect(read.every(({ state }) => state === 'whole')).toBe(true);
      }),
    );
  });

  test('that were cut anywhere are read up to there, and never beyond', () => {
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 3 }), fc.nat(), (items, cut) => {
        const whole = controlData(items);
        const control = whole.subarray(0, cut % whole.length);
        const read = [...controlMessages(control)];
        for (const [index, { data, state }] of read.entries()) {
          const expected = (items[index] as AncillaryItem)[2];
          expect(data).toEqual(expected.subarray(0, data.length));
          expect(state).toBe(data.length === expected.length ? 'whole' : 'truncated');
        }
        expect(read.filter(({ state }) => state !== 'whole').length).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('of a length that makes no sense end the list', () => {
    const control = controlData([[1, 2, new Uint8Array(4)]]);
    new DataView(control.buffer).setBigUint64(cmsghdr.cmsg_len, 3n, true);
    expect([...controlMessages(control)].map(({ state, data }) => [state, data.length])).toEqual([['invalid', 0]]);
    expect([...controlMessages(new Uint8Array(cmsghdr.sizeof - 1))]).toEqual([]);
  });

  test('hold descriptors, also where some are cut off', () => {
    const rights = controlData([[SOL_SOCKET, SCM_RIGHTS, new Uint8Array(Int32Array.of(5, 6, 7).buffer)]]);
    expect(receivedDescriptors(rights)).toEqual([5, 6, 7]);
    expect(receivedDescriptors(rights.subarray(0, cmsghdr.sizeof + 9))).toEqual([5, 6]);
  });
});
