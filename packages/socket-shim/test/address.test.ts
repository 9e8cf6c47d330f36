import { isIPv4 } from 'node:net';
import * as C from '@pysock/host/constants';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDottedQuad } from '../src/address/host.ts';
import { FsPath, fsdecode, fsencode, getsockaddrarg, makesockaddr, sockaddrSize } from '../src/address/index.ts';

function unresolved(host: string | Uint8Array): never {
  throw new Error(`resolve was asked for ${host}`);
}

function encode(family: number, proto: number, address: unknown): Uint8Array {
  return getsockaddrarg(address, family, proto, C.SOCK_DGRAM, 'bind', unresolved);
}

function decode(bytes: Uint8Array, proto = 0) {
  return makesockaddr(bytes, bytes.length, proto);
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const ascii = (text: string) => Buffer.from(text).toString('hex');
const zeros = (count: number) => '00'.repeat(count);

/** Family, protocol, address, and the bytes that CPython 3.14 passed to bind() for it on Linux x64. */
const vectors: readonly [name: string, family: number, proto: number, address: unknown, bytes: string][] = [
  ['AF_INET', C.AF_INET, 0, ['127.0.0.1', 80], '020000507f0000010000000000000000'],
  ['AF_INET, highest', C.AF_INET, 0, ['255.255.255.255', 65535], '0200ffffffffffff0000000000000000'],
  ['AF_INET6', C.AF_INET6, 0, ['::1', 80, 1, 2], '0a000050000000010000000000000000000000000000000102000000'],
  ['AF_INET6, scope', C.AF_INET6, 0, ['::1', 80, 0xfffff, 2 ** 32 - 1], `0a000050000fffff${zeros(15)}01ffffffff`],
  ['AF_INET6, mapped', C.AF_INET6, 0, ['::ffff:1.2.3.4', 1, 0, 0], `0a00000100000000${zeros(10)}ffff0102030400000000`],
  ['AF_UNIX', C.AF_UNIX, 0, '/tmp/x', '01002f746d702f7800'],
  ['AF_UNIX, longest', C.AF_UNIX, 0, 'a'.repeat(107), `0100${'61'.repeat(107)}00`],
  ['AF_UNIX, unnamed', C.AF_UNIX, 0, '', '0100'],
  ['AF_UNIX, abstract', C.AF_UNIX, 0, Buffer.from('\0abc'), '010000616263'],
  ['AF_UNIX, longest abstract', C.AF_UNIX, 0, Buffer.from(`\0${'a'.repeat(107)}`), `010000${'61'.repeat(107)}`],
  ['AF_UNIX, not UTF-8', C.AF_UNIX, 0, new FsPath(Buffer.from('ffc3a9', 'hex')), '0100ffc3a900'],
  ['AF_NETLINK', C.AF_NETLINK, 0, [0xffffffff, 3], '10000000ffffffff03000000'],
  ['AF_QIPCRTR', C.AF_QIPCRTR, 0, [1, 2], '2a0000000100000002000000'],
  ['AF_VSOCK', C.AF_VSOCK, 0, [1, 2], '28000000020000000100000000000000'],
  ['L2CAP', C.AF_BLUETOOTH, C.BTPROTO_L2CAP, ['01:02:03:04:05:06', 0x1001], '1f00011006050403020100000000'],
  ['L2CAP, cid', C.AF_BLUETOOTH, C.BTPROTO_L2CAP, ['01:02:03:04:05:06', 1, 2], '1f00010006050403020102000000'],
  ['L2CAP, LE', C.AF_BLUETOOTH, C.BTPROTO_L2CAP, ['01:02:03:04:05:06', 1, 0, 1], '1f00010006050403020100000100'],
  ['RFCOMM', C.AF_BLUETOOTH, C.BTPROTO_RFCOMM, ['01:02:03:04:05:0A', 5], '1f000a05040302010500'],
  ['HCI', C.AF_BLUETOOTH, C.BTPROTO_HCI, 5, '1f0005000000'],
  ['HCI, channel', C.AF_BLUETOOTH, C.BTPROTO_HCI, [5, 1], '1f0005000100'],
  ['SCO', C.AF_BLUETOOTH, C.BTPROTO_SCO, '01:02:03:04:05:06', '1f00060504030201'],
  ['TIPC, name', C.AF_TIPC, 0, [C.TIPC_ADDR_NAME, 1, 2, 2, 2], '1e000202010000000200000000000000'],
  ['TIPC, range', C.AF_TIPC, 0, [C.TIPC_ADDR_NAMESEQ, 1, 2, 3, 4], '1e000104010000000200000003000000'],
  ['TIPC, id', C.AF_TIPC, 0, [C.TIPC_ADDR_ID, 1, 2, 0, 4], '1e000304020000000100000000000000'],
  [
    'AF_ALG',
    C.AF_ALG,
    0,
    ['hash', 'sha256', 1, 2],
    `2600${ascii('hash')}${zeros(10)}0100000002000000${ascii('sha256')}${zeros(58)}`,
  ],
  ['AF_PACKET', C.AF_PACKET, 0, ['lo', 0x86dd, 0, 0, Buffer.alloc(0)], `110086dd01000000${zeros(12)}`],
  [
    'AF_PACKET, hardware',
    C.AF_PACKET,
    0,
    ['lo', 0x800, 1, 2, Buffer.from('abc')],
    '1100080001000000020001036162630000000000',
  ],
  ['CAN_RAW', C.AF_CAN, C.CAN_RAW, ['lo'], `1d00000001000000${zeros(16)}`],
  ['CAN_RAW, any', C.AF_CAN, C.CAN_RAW, [''], `1d00${zeros(22)}`],
  ['CAN_BCM', C.AF_CAN, C.CAN_BCM, ['lo'], `1d00000001000000${zeros(16)}`],
  ['CAN_ISOTP', C.AF_CAN, C.CAN_ISOTP, ['lo', 0xffffffff, 7], `1d00000001000000ffffffff07000000${zeros(8)}`],
  [
    'CAN_J1939',
    C.AF_CAN,
    C.CAN_J1939,
    ['lo', 2n ** 64n - 1n, 0xffffffff, 255],
    '1d00000001000000ffffffffffffffffffffffffff000000',
  ],
  ['CAN_J1939, small', C.AF_CAN, C.CAN_J1939, ['lo', 1, 2, 3], '1d0000000100000001000000000000000200000003000000'],
];

describe('exact bytes', () => {
  test.each(vectors)('%s', (_, family, proto, address, bytes) => {
    const encoded = encode(family, proto, address);
    expect(hex(encoded)).toBe(bytes);
    expect(decode(encoded, proto)).toEqual(address instanceof Uint8Array ? new Uint8Array(address) : decoded(address));
    if (family !== C.AF_UNIX) expect(encoded.length).toBe(sockaddrSize(family, proto));
  });

  function decoded(address: unknown): unknown {
    if (address instanceof FsPath) return new FsPath(new Uint8Array(address.bytes));
    if (!Array.isArray(address)) return address;
    return address.map((item) => (item instanceof Uint8Array ? new Uint8Array(item) : item));
  }

  test('what a field has no room for is cut, where CPython cuts it', () => {
    expect(hex(encode(C.AF_NETLINK, 0, [-1, 2n ** 32n + 3n]))).toBe('10000000ffffffff03000000');
    expect(hex(encode(C.AF_BLUETOOTH, C.BTPROTO_RFCOMM, ['1:2:3:4:5:6', -1]))).toBe('1f00060504030201ff00');
    expect(hex(encode(C.AF_PACKET, 0, ['lo', 0x800, 257, 65538]))).toBe('1100080001000000020001000000000000000000');
    expect(decode(encode(C.AF_CAN, C.CAN_J1939, ['lo', 2n ** 64n + 1n, 2 ** 32 + 2, 258]), C.CAN_J1939)).toEqual([
      'lo',
      1,
      2,
      2,
    ]);
  });

  test('Bluetooth addresses are read as sscanf reads them', () => {
    const sco = (text: string) => decode(encode(C.AF_BLUETOOTH, C.BTPROTO_SCO, text), C.BTPROTO_SCO);
    expect(sco(' 1:\t2:0x3:+4:5:a')).toBe('01:02:03:04:05:0A');
    expect(sco('1:2:3:4:5:-ffffffff')).toBe('01:02:03:04:05:01');
  });
});

describe('makesockaddr', () => {
  test('no length is no address', () => {
    expect(makesockaddr(new Uint8Array(128), 0, 0)).toBeNull();
  });

  test('an unknown family is its number and its bytes', () => {
    const bytes = Uint8Array.from({ length: 30 }, (_, index) => (index === 0 ? 9 : index === 1 ? 0 : index));
    expect(decode(bytes)).toEqual([9, bytes.slice(2, 16)]);
  });

  test('a short sockaddr is as if zeros followed', () => {
    expect(decode(Uint8Array.of(C.AF_INET, 0, 1))).toEqual(['0.0.0.0', 256]);
  });

  test('a path of 108 bytes has no NUL', () => {
    const buffer = new Uint8Array(128);
    buffer.set([C.AF_UNIX, 0, ...Buffer.from('a'.repeat(108))]);
    expect(makesockaddr(buffer, 110, 0)).toBe('a'.repeat(108));
  });

  test('an interface that is gone has no name', () => {
    const bytes = encode(C.AF_CAN, C.CAN_RAW, ['lo']);
    new DataView(bytes.buffer).setInt32(4, 0x7fffffff, true);
    expect(decode(bytes, C.CAN_RAW)).toEqual(['']);
  });

  test('a socket of AF_RDS has AF_INET addresses', () => {
    expect(hex(encode(C.AF_RDS, 0, ['1.2.3.4', 80]))).toBe('02000050010203040000000000000000');
    expect(sockaddrSize(C.AF_RDS, 0)).toBe(16);
  });
});

describe('hosts', () => {
  const asked: [host: unknown, family: number][] = [];
  function ask(family: number, host: unknown, port: unknown = 0): Uint8Array {
    asked.length = 0;
    const answer = family === C.AF_INET ? encode(family, 0, ['9.8.7.6', 1]) : encode(family, 0, ['fe80::9', 1, 0, 5]);
    return getsockaddrarg([host, port], family, 0, C.SOCK_STREAM, 'connect', (name, of) => {
      asked.push([name, of]);
      return answer;
    });
  }

  test('what is not numeric is asked for, and gives the address alone', () => {
    expect(decode(ask(C.AF_INET, 'a.example', 7))).toEqual(['9.8.7.6', 7]);
    expect(asked).toEqual([['a.example', C.AF_INET]]);
    // sic: the scope id of a name is lost
    expect(decode(ask(C.AF_INET6, 'fe80::9%lo', 7))).toEqual(['fe80::9', 7, 0, 0]);
    expect(asked).toEqual([['fe80::9%lo', C.AF_INET6]]);
  });

  test.each(['', '<broadcast>', '01.2.3.4', '1.2.3', '1.2.3.4 ', '1.2.3.256', '::1'])('AF_INET asks for %j', (host) => {
    ask(C.AF_INET, host);
    expect(asked).toEqual([[host, C.AF_INET]]);
  });

  test.each(['', '::1%1', '1::2::3', '12345::', '1.2.3.4', ':'])('AF_INET6 asks for %j', (host) => {
    ask(C.AF_INET6, host);
    expect(asked).toEqual([[host, C.AF_INET6]]);
  });

  test('bytes are passed on as they are', () => {
    ask(C.AF_INET, Buffer.from('xn--bcher-kva.example'));
    expect(asked).toEqual([[Buffer.from('xn--bcher-kva.example'), C.AF_INET]]);
    ask(C.AF_INET, { pythonType: 'bytearray', buffer: Uint8Array.of(0x61) });
    expect(asked).toEqual([[Uint8Array.of(0x61), C.AF_INET]]);
  });

  test('names outside ASCII are encoded', () => {
    ask(C.AF_INET, 'b\u00fccher.example');
    expect(asked).toEqual([[Buffer.from('xn--bcher-kva.example'), C.AF_INET]]);
  });

  test('the port is converted before the host is looked up, and its range checked after', () => {
    expect(() => ask(C.AF_INET, 'a.example', 'x')).toThrow(TypeError);
    expect(asked).toEqual([]);
    expect(() => ask(C.AF_INET, 'a.example', 65536)).toThrow('connect(): port must be 0-65535.');
    expect(asked).toHaveLength(1);
  });
});

describe('properties', () => {
  const u8 = fc.integer({ min: 0, max: 0xff });
  const u16 = fc.integer({ min: 0, max: 0xffff });
  const u32 = fc.integer({ min: 0, max: 0xffffffff });
  const bytesOf = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

  test('AF_INET', () => {
    fc.assert(
      fc.property(fc.ipV4(), u16, (host, port) => {
        expect(decode(encode(C.AF_INET, 0, [host, port]))).toEqual([host, port]);
      }),
    );
  });

  test('a dotted quad is what inet_pton takes', () => {
    const parts = fc.array(fc.oneof(u8.map(String), fc.constantFrom('', '00', '01', '256', '1000', 'a', ' 1', '+1')), {
      minLength: 3,
      maxLength: 5,
    });
    fc.assert(
      fc.property(
        fc.oneof(
          parts.map((list) => list.join('.')),
          fc.string(),
        ),
        (text) => {
          expect(parseDottedQuad(text) >= 0).toBe(isIPv4(text));
        },
      ),
    );
  });

  test('AF_INET6, from text and from bytes', () => {
    const flow = fc.integer({ min: 0, max: 0xfffff });
    fc.assert(
      fc.property(bytesOf(16), u16, flow, u32, (address, port, flowinfo, scope) => {
        const view = new DataView(new ArrayBuffer(28));
        view.setUint16(0, C.AF_INET6, true);
        view.setUint16(2, port);
        view.setUint32(4, flowinfo);
        new Uint8Array(view.buffer).set(address, 8);
        view.setUint32(24, scope, true);
        const bytes = new Uint8Array(view.buffer);
        const value = decode(bytes);
        expect(value).toEqual([expect.any(String), port, flowinfo, scope]);
        expect(encode(C.AF_INET6, 0, value)).toEqual(bytes);
      }),
    );
  });

  test('AF_UNIX: any path and any abstract name come back', () => {
    const path = fc.uint8Array({ minLength: 1, maxLength: 107 }).filter((bytes) => !bytes.includes(0));
    fc.assert(
      fc.property(path, (bytes) => {
        const value = decode(encode(C.AF_UNIX, 0, bytes));
        expect(value).toEqual(fsdecode(bytes));
        expect(encode(C.AF_UNIX, 0, value)).toEqual(encode(C.AF_UNIX, 0, bytes));
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 107 }), (rest) => {
        const name = Uint8Array.of(0, ...rest);
        expect(decode(encode(C.AF_UNIX, 0, name))).toEqual(name);
      }),
    );
  });

  test('a str with escaped bytes is those bytes', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: 'binary' }),
            u8.map((byte) => byte | 0x80),
          ),
        ),
        (parts) => {
          const text = parts.map((part) => (typeof part === 'string' ? part : String.fromCharCode(0xdc00 + part)));
          const bytes = parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part)));
          expect(hex(fsencode(text.join('')))).toBe(hex(Buffer.concat(bytes)));
        },
      ),
    );
  });

  test('families of numbers', () => {
    fc.assert(
      fc.property(u32, u32, (first, second) => {
        for (const family of [C.AF_NETLINK, C.AF_QIPCRTR, C.AF_VSOCK]) {
          expect(decode(encode(family, 0, [first, second]))).toEqual([first, second]);
        }
        const isotp = ['lo', first, second];
        expect(decode(encode(C.AF_CAN, C.CAN_ISOTP, isotp), C.CAN_ISOTP)).toEqual(isotp);
      }),
    );
    fc.assert(
      fc.property(u32, u32, u32, u8, (v1, v2, v3, scope) => {
        const range = [C.TIPC_ADDR_NAMESEQ, v1, v2, v3];
        expect(decode(encode(C.AF_TIPC, 0, [...range, scope]))).toEqual([...range, ((scope << 24) >> 24) >>> 0]);
      }),
    );
  });
});
