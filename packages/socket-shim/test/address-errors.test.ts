import { execFileSync } from 'node:child_process';
import * as C from '@pysock/host/constants';
import { describe, expect, test } from 'vitest';
import { getsockaddrarg, sockaddrSize } from '../src/address/index.ts';
import { repr } from '../src/base/python-types.ts';
import { pythonPath } from './python.ts';

/** A Python list, which no JavaScript value stands for. */
const list = { pythonType: 'list', toString: () => '[]' };
const view = { pythonType: 'memoryview', buffer: Uint8Array.of(0x61), toString: () => "memoryview(b'a')" };

const INET_FORM = 'AF_INET address must be a pair (host, port)';
const INET6_FORM = 'AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])';
const NO_FLOAT = "'float' object cannot be interpreted as an integer";
const NO_STR = "'str' object cannot be interpreted as an integer";
const SURROGATE = "'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed";

type Case = readonly [address: unknown, error: string, message: string, proto?: number];

const cases: Readonly<Record<string, readonly Case[]>> = {
  AF_INET: [
    [list, 'TypeError', 'bind(): AF_INET address must be tuple, not list'],
    ['x', 'TypeError', 'bind(): AF_INET address must be tuple, not str'],
    [null, 'TypeError', 'bind(): AF_INET address must be tuple, not NoneType'],
    [['127.0.0.1'], 'TypeError', INET_FORM],
    [['127.0.0.1', 1, 2], 'TypeError', INET_FORM],
    [[1, 1], 'TypeError', 'str, bytes or bytearray expected, not int'],
    [[view, 1], 'TypeError', 'str, bytes or bytearray expected, not memoryview'],
    [['127.0.0.1', 'x'], 'TypeError', NO_STR],
    [['127.0.0.1', 80.5], 'TypeError', NO_FLOAT],
    [['127.0.0.1', null], 'TypeError', "'NoneType' object cannot be interpreted as an integer"],
    [['127.0.0.1', -1], 'OverflowError', 'bind(): port must be 0-65535.'],
    [['127.0.0.1', 65536], 'OverflowError', 'bind(): port must be 0-65535.'],
    [['127.0.0.1', 2 ** 31], 'OverflowError', 'bind(): port must be 0-65535.'],
    [['127.0.0.1', -(2n ** 70n)], 'OverflowError', 'bind(): port must be 0-65535.'],
    [['127.0.0.1\0', 1], 'TypeError', 'host name must not contain null character'],
    [[Buffer.from('a\0'), 1], 'TypeError', 'host name must not contain null character'],
    [['\u0441'.repeat(70), 1], 'TypeError', 'encoding of hostname failed'],
    [['a..\u0441', 1], 'TypeError', 'encoding of hostname failed'],
    [['\udc80', 1], 'TypeError', 'encoding of hostname failed'],
  ],
  AF_RDS: [[list, 'TypeError', 'bind(): AF_INET address must be tuple, not list']],
  AF_INET6: [
    [list, 'TypeError', 'bind(): AF_INET6 address must be tuple, not list'],
    [['::1'], 'TypeError', INET6_FORM],
    [['::1', 1, 2, 3, 4], 'TypeError', INET6_FORM],
    [['::1', 80, 0.5, 1], 'TypeError', NO_FLOAT],
    [['::1', 80, 0, 'x'], 'TypeError', NO_STR],
    [['::1', 65536], 'OverflowError', 'bind(): port must be 0-65535.'],
    [['::1', 2 ** 31], 'OverflowError', 'bind(): port must be 0-65535.'],
    [['::1', 80, 0x100000], 'OverflowError', 'bind(): flowinfo must be 0-1048575.'],
    [['::1', 80, -1], 'OverflowError', 'bind(): flowinfo must be 0-1048575.'],
  ],
  AF_UNIX: [
    [5, 'TypeError', "a bytes-like object is required, not 'int'"],
    [['a'], 'TypeError', "a bytes-like object is required, not 'tuple'"],
    [null, 'TypeError', "a bytes-like object is required, not 'NoneType'"],
    ['a'.repeat(108), 'OSError', 'AF_UNIX path too long'],
    [Buffer.from(`\0${'a'.repeat(108)}`), 'OSError', 'AF_UNIX path too long'],
    ['\ud800', 'UnicodeEncodeError', SURROGATE],
    [
      'a\ud800\ud801b',
      'UnicodeEncodeError',
      "'utf-8' codec can't encode characters in position 1-2: surrogates not allowed",
    ],
  ],
  AF_NETLINK: [
    [list, 'TypeError', 'bind(): AF_NETLINK address must be tuple, not list'],
    [[1], 'TypeError', 'AF_NETLINK address must be a pair (pid, groups)'],
    [[1.5, 2], 'TypeError', NO_FLOAT],
  ],
  AF_QIPCRTR: [
    [list, 'TypeError', 'getsockaddrarg: AF_QIPCRTR address must be tuple, not list'],
    [[1, 2, 3], 'TypeError', 'getsockaddrarg() takes exactly 2 arguments (3 given)'],
    [['x', 2], 'TypeError', NO_STR],
  ],
  AF_VSOCK: [
    ['x', 'TypeError', 'getsockaddrarg: AF_VSOCK address must be tuple, not str'],
    [[1], 'TypeError', 'getsockaddrarg() takes exactly 2 arguments (1 given)'],
    [[1.5, 1], 'TypeError', NO_FLOAT],
  ],
  AF_BLUETOOTH: [
    [list, 'OSError', 'bind(): wrong format', C.BTPROTO_L2CAP],
    [['1:2:3:4:5:6', 1, 2, 3, 4], 'OSError', 'bind(): wrong format', C.BTPROTO_L2CAP],
    [['1:2:3:4:5:6\0', 1], 'OSError', 'bind(): wrong format', C.BTPROTO_L2CAP],
    [['1:2:3:4:5', 1], 'OSError', 'bad bluetooth address', C.BTPROTO_L2CAP],
    [['1:2:3:4:5:100', 1], 'OSError', 'bad bluetooth address', C.BTPROTO_L2CAP],
    [['1:2:3:4:5:6 ', 1], 'OSError', 'bad bluetooth address', C.BTPROTO_RFCOMM],
    [['1:2:3:4:5:6', 'x'], 'OSError', 'bind(): wrong format', C.BTPROTO_RFCOMM],
    [5.5, 'OSError', 'bind(): wrong format', C.BTPROTO_HCI],
    [[5, 1, 2], 'OSError', 'bind(): wrong format', C.BTPROTO_HCI],
    [['1:2:3:4:5:6'], 'OSError', 'bind(): wrong format', C.BTPROTO_SCO],
    ['1:2:3:4:5:6\0', 'ValueError', 'embedded null character', C.BTPROTO_SCO],
    [Buffer.from('1:2:3:4:5:6\0'), 'ValueError', 'embedded null byte', C.BTPROTO_SCO],
    ['x', 'OSError', 'bind(): unknown Bluetooth protocol', 99],
  ],
  AF_TIPC: [
    [list, 'TypeError', 'bind(): AF_TIPC address must be tuple, not list'],
    [[1, 1, 2], 'TypeError', 'AF_TIPC address must be a tuple (addr_type, v1, v2, v3[, scope])'],
    [[1, 1, 2, 'x'], 'TypeError', NO_STR],
    [[9, 1, 2, 3], 'TypeError', 'Invalid address type'],
  ],
  AF_ALG: [
    [list, 'TypeError', 'bind(): AF_ALG address must be tuple, not list'],
    [['hash'], 'TypeError', 'AF_ALG address must be a tuple (type, name[, feat[, mask]])'],
    [['hash', Buffer.from('x')], 'TypeError', 'AF_ALG address must be a tuple (type, name[, feat[, mask]])'],
    [['hash\0', 'x'], 'ValueError', 'embedded null character'],
    [['hash', '\ud800'], 'UnicodeEncodeError', SURROGATE],
    [['hash', 'x', 1.5], 'TypeError', NO_FLOAT],
    [['h'.repeat(14), 'x'], 'ValueError', 'AF_ALG type too long.'],
    [['h', 'x'.repeat(64)], 'ValueError', 'AF_ALG name too long.'],
  ],
  AF_PACKET: [
    [list, 'TypeError', 'bind(): AF_PACKET address must be tuple, not list'],
    [['lo'], 'TypeError', 'AF_PACKET address must be a tuple of two to five elements'],
    [[Buffer.from('lo'), 1], 'TypeError', 'AF_PACKET address must be a tuple of two to five elements'],
    [['no such', 1], 'OSError', '[Errno 19] No such device'],
    [['lo', 65536], 'OverflowError', 'bind(): proto must be 0-65535.'],
    [['lo', 2 ** 31], 'OverflowError', 'bind(): address argument out of range'],
    [['lo', 1, 2, 3, 'x'], 'TypeError', "a bytes-like object is required, not 'str'"],
    [['lo', 1, 2, 3, Buffer.alloc(9)], 'ValueError', 'Hardware address must be 8 bytes or less'],
  ],
  AF_CAN: [
    [list, 'TypeError', 'bind(): AF_CAN address must be tuple, not list', C.CAN_RAW],
    [['lo', 1], 'TypeError', 'AF_CAN address must be a tuple (interface, )', C.CAN_RAW],
    [[5], 'TypeError', 'expected str, bytes or os.PathLike object, not int', C.CAN_RAW],
    [['lo\0'], 'ValueError', 'embedded null byte', C.CAN_BCM],
    [['no such'], 'OSError', '[Errno 19] No such device', C.CAN_RAW],
    [['x'.repeat(16)], 'OSError', 'AF_CAN interface name too long', C.CAN_RAW],
    [['lo', 1], 'TypeError', 'function takes exactly 3 arguments (2 given)', C.CAN_ISOTP],
    [['lo', null, 1], 'TypeError', 'argument 2 must be int, not None', C.CAN_ISOTP],
    [['lo', 1, 1.5], 'TypeError', 'argument 3 must be int, not float', C.CAN_ISOTP],
    [['lo', 1, 2, 1.5], 'TypeError', NO_FLOAT, C.CAN_J1939],
    [['lo'], 'OSError', 'bind(): unsupported CAN protocol', 9],
  ],
  AF_X25: [[['x', 1], 'OSError', 'bind(): bad family']],
};

const families = C.constants;
const flat = Object.entries(cases).flatMap(([family, list]) =>
  list.map(([address, error, message, proto = 0]) => ({
    name: `${family} ${proto} ${repr(address).slice(0, 60)}`,
    family: families[family] as number,
    proto,
    address,
    expected: [error, message],
  })),
);

function outcome(family: number, proto: number, address: unknown): unknown {
  try {
    getsockaddrarg(address, family, proto, C.SOCK_DGRAM, 'bind', () => new Uint8Array(28));
    return 'no error';
  } catch (error) {
    return error instanceof Error ? [error.name, error.message] : error;
  }
}

describe('getsockaddrarg raises what CPython raises', () => {
  test.each(flat)('$name', ({ family, proto, address, expected }) => {
    expect(outcome(family, proto, address)).toEqual(expected);
  });

  const python = pythonPath();
  test.skipIf(python === undefined)('the table is what CPython 3.14 raises here', () => {
    const script = `if 1:
      import _socket, os
      base = _socket.socket(_socket.AF_INET, _socket.SOCK_DGRAM)
      def outcome(family, proto, address):
          s = _socket.socket(family, _socket.SOCK_DGRAM, proto, fileno=os.dup(base.fileno()))
          try:
              s.bind(address)
          except Exception as e:
              return [type(e).__name__, str(e)]
          finally:
              s.close()
      import json
      print(json.dumps([${flat.map((each) => `outcome(${each.family}, ${each.proto}, ${repr(each.address)})`).join(',\n')}]))`;
    const raised = JSON.parse(execFileSync(python as string, ['-c', script], { encoding: 'utf8' }));
    expect(raised).toEqual(flat.map(({ expected }) => expected));
  });
});

test('getsockaddrlen', () => {
  expect(() => sockaddrSize(C.AF_X25, 0)).toThrow('getsockaddrlen: bad family');
  expect(() => sockaddrSize(C.AF_BLUETOOTH, 99)).toThrow('getsockaddrlen: unknown BT protocol');
});
