import { readdirSync } from 'node:fs';
import { AF_INET, AF_INET6, AF_UNSPEC, AI_CANONNAME, AI_PASSIVE, SOCK_STREAM } from '@pysock/host/constants';
import { describe, expect, test } from 'vitest';
import { idna } from '../src/base/idna.ts';
import * as resolver from '../src/module/resolver.ts';
import { setipaddr } from '../src/module/resolver.ts';
import { answer, answersOfPython, bytes, type Call, type Recorded } from './answers.ts';
import { pythonPath } from './python.ts';

const recorded: readonly Recorded[] = [
  [['getaddrinfo', '127.0.0.1', 80, 0, 1], '-> [[2,1,6,"",["127.0.0.1",80]]]'],
  [['getaddrinfo', '127.0.0.1', 80, 2, 2], '-> [[2,2,17,"",["127.0.0.1",80]]]'],
  [['getaddrinfo', '127.0.0.1', null, 0, 1], '-> [[2,1,6,"",["127.0.0.1",0]]]'],
  [['getaddrinfo', '::1', 1, 0, 1], '-> [[10,1,6,"",["::1",1,0,0]]]'],
  [['getaddrinfo', '127.0.0.1', '80', 0, 1], '-> [[2,1,6,"",["127.0.0.1",80]]]'],
  [['getaddrinfo', '127.0.0.1', '80\u0000', 0, 1], '-> [[2,1,6,"",["127.0.0.1",80]]]'],
  [['getaddrinfo', '127.0.0.1', true, 0, 1], '-> [[2,1,6,"",["127.0.0.1",1]]]'],
  [['getaddrinfo', null, 0, 2, 1], '-> [[2,1,6,"",["127.0.0.1",0]]]'],
  [['getaddrinfo', null, 0, 2, 1, 0, 1], '-> [[2,1,6,"",["0.0.0.0",0]]]'],
  [['getaddrinfo', '127.0.0.1', 70000, 0, 1], '-> [[2,1,6,"",["127.0.0.1",4464]]]'],
  [['getaddrinfo', '127.0.0.1', -1, 0, 1], '!! gaierror, -8: [Errno -8] Servname not supported for ai_socktype'],
  [['getaddrinfo', '127.0.0.1', 0, 2, 1, 0, 2], '-> [[2,1,6,"127.0.0.1",["127.0.0.1",0]]]'],
  [['getaddrinfo', 'fe80::1%1', 1, 0, 1], '-> [[10,1,6,"",["fe80::1",1,0,1]]]'],
  [['getaddrinfo', null, null], '!! gaierror, -2: [Errno -2] Name or service not known'],
  [['getaddrinfo', '', 1], '!! gaierror, -2: [Errno -2] Name or service not known'],
  [['getaddrinfo', 'localhost', 1, 0, 0, 0, 4], '!! gaierror, -2: [Errno -2] Name or service not known'],
  [['getaddrinfo', 1, 2], '!! TypeError, null: getaddrinfo() argument 1 must be string or None'],
  [['getaddrinfo', '127.0.0.1', 1.5], '!! OSError, null: Int or String expected'],
  [['getaddrinfo', '127.0.0.1', 'nosuchservice'], '!! gaierror, -8: [Errno -8] Servname not supported for ai_socktype'],
  [['getaddrinfo', '127.0.0.1', 'x', 0, 1, 0, 1024], '!! gaierror, -2: [Errno -2] Name or service not known'],
  [['getaddrinfo', '127.0.0.1', 80, 99], '!! gaierror, -6: [Errno -6] ai_family not supported'],
  [['getaddrinfo', '127.0.0.1', 80, 0, 0, 0, 1048576], '!! gaierror, -1: [Errno -1] Bad value for ai_flags'],
  [['getaddrinfo', '127.0.0.1', 80, 0, 99], '!! gaierror, -7: [Errno -7] ai_socktype not supported'],
  [['getaddrinfo', '127.0.0.1', 80, 1099511627776], '!! OverflowError, null: signed integer is greater than maximum'],
  [['getaddrinfo', '127.0.0.1', 80, 'x'], "!! TypeError, null: 'str' object cannot be interpreted as an integer"],
  [
    ['getaddrinfo', '127.0.0.1', '\ud800'],
    "!! UnicodeEncodeError, null: 'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed",
  ],
  [
    ['getaddrinfo', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 1],
    "!! UnicodeEncodeError, null: 'idna' codec can't encode characters in position 0-63: label too long",
  ],
  [
    ['getaddrinfo', 'a..b', 1],
    "!! UnicodeEncodeError, null: 'idna' codec can't encode character '\\x2e' in position 2: label empty",
  ],
  [
    ['getaddrinfo', 'ä..b', 1],
    "!! UnicodeEncodeError, null: 'idna' codec can't encode character '\\x2e' in position 2: label empty",
  ],
  [
    ['getaddrinfo', '\ud800', 1],
    "!! UnicodeEncodeError, null: 'idna' codec can't encode character '\\ud800' in position 0: Invalid character '\\ud800'",
  ],
  [
    ['getaddrinfo', 'ääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääää', 1],
    "!! UnicodeEncodeError, null: 'idna' codec can't encode characters in position 0-63: label too long",
  ],
  [['getnameinfo', ['127.0.0.1', 80], 3], '-> ["127.0.0.1","80"]'],
  [['getnameinfo', ['127.0.0.1', 70000], 3], '-> ["127.0.0.1","4464"]'],
  [['getnameinfo', ['::1', 80], 3], '-> ["::1","80"]'],
  [['getnameinfo', ['::1', 80, 0, 0], 3], '-> ["::1","80"]'],
  [['getnameinfo', ['fe80::1', 80, 0, 1], 3], '-> ["fe80::1%lo","80"]'],
  [['getnameinfo', ['::1', 80, 1048576, 0], 3], '!! OverflowError, null: getnameinfo(): flowinfo must be 0-1048575.'],
  [['getnameinfo', ['::1', 80, -1, 0], 3], '!! OverflowError, null: getnameinfo(): flowinfo must be 0-1048575.'],
  [['getnameinfo', ['::1', 1, 0, 8589934592], 3], '-> ["::1","1"]'],
  [['getnameinfo', ['127.0.0.1', 80, 0], 3], '!! OSError, null: IPv4 sockaddr must be 2 tuple'],
  [['getnameinfo', ['localhost', 80], 3], '!! gaierror, -2: [Errno -2] Name or service not known'],
  [['getnameinfo', ['127.0.0.1'], 3], '!! TypeError, null: getnameinfo(): illegal sockaddr argument'],
  [['getnameinfo', ['127.0.0.1', 'x'], 3], "!! TypeError, null: 'str' object cannot be interpreted as an integer"],
  [['getnameinfo', [1, 2], 3], '!! TypeError, null: getnameinfo(): illegal sockaddr argument'],
  [['getnameinfo', ['127.0.0.1', -1], 3], '!! gaierror, -8: [Errno -8] Servname not supported for ai_socktype'],
  [['getnameinfo', ['127.0.0.1', 1099511627776], 3], '!! OverflowError, null: signed integer is greater than maximum'],
  [['getnameinfo', ['a\u0000', 1], 3], '!! ValueError, null: embedded null character'],
  [['getnameinfo', ['127.0.0.1', 80], 1048576], '!! gaierror, -1: [Errno -1] Bad value for ai_flags'],
  [['getnameinfo', 'x', 3], '!! TypeError, null: getnameinfo() argument 1 must be a tuple'],
  [['getnameinfo', ['127.0.0.1', 80], 'x'], "!! TypeError, null: 'str' object cannot be interpreted as an integer"],
];

/** Answers that depend on the machine's hosts file and services. */
const local: readonly Call[] = [
  ['getaddrinfo', 'localhost', 80],
  ['getaddrinfo', 'localhost', 'http', 0, SOCK_STREAM],
  ['getaddrinfo', bytes(0x6c, 0x6f, 0x63, 0x61, 0x6c, 0x68, 0x6f, 0x73, 0x74), 1, AF_INET],
  ['getaddrinfo', 'localhost', 0, AF_INET, SOCK_STREAM, 0, AI_CANONNAME],
  ['getaddrinfo', null, 0],
  ['getaddrinfo', null, 0, 0, SOCK_STREAM, 0, AI_PASSIVE],
  ['getnameinfo', ['127.0.0.1', 80], 0],
];

test.each(recorded)('%j', (call, expected) => {
  expect(answer(resolver, call)).toBe(expected);
});

const python = pythonPath();
test.skipIf(python === undefined)('the record is what CPython answers, and the local names are the same', () => {
  const calls = [...recorded.map(([call]) => call), ...local];
  const ours = [...recorded.map(([, expected]) => expected), ...local.map((call) => answer(resolver, call))];
  expect(ours).toEqual(answersOfPython(python as string, calls));
});

test('a host name in other scripts reaches the resolver as IDNA', () => {
  const ascii = (host: string) => Buffer.from(idna(host)).toString();
  expect(ascii('bücher.example')).toBe('xn--bcher-kva.example');
  expect(ascii('faß.de')).toBe('fass.de');
  expect(ascii('１２。例え.jp.')).toBe('12.xn--r8jz45g.jp.');
  expect(ascii('Localhost')).toBe('Localhost');
});

describe('setipaddr', () => {
  const hex = (host: string | Uint8Array, family: number) => Buffer.from(setipaddr(host, family)).toString('hex');

  test('numeric addresses', () => {
    expect(hex('127.0.0.1', AF_INET)).toBe('020000007f0000010000000000000000');
    expect(hex(Buffer.from('10.2.3.4'), AF_UNSPEC)).toBe('020000000a0203040000000000000000');
    expect(hex('127.1', AF_INET)).toBe('020000007f0000010000000000000000');
    expect(hex('2001:db8::1', AF_INET6)).toBe('0a0000000000000020010db800000000000000000000000100000000');
    expect(hex('fe80::1%lo', AF_INET6)).toBe('0a00000000000000fe80000000000000000000000000000101000000');
  });

  test('the names that stand for addresses', () => {
    expect(hex('', AF_INET)).toBe('02000000000000000000000000000000');
    expect(hex('', AF_INET6)).toBe(`0a00${'00'.repeat(26)}`);
    expect(hex('<broadcast>', AF_INET)).toBe('02000000ffffffff0000000000000000');
    expect(hex('255.255.255.255', AF_UNSPEC)).toBe('02000000ffffffff0000000000000000');
    expect(hex('localhost', AF_INET)).toBe('020000007f0000010000000000000000');
  });

  test.each([
    ['<broadcast>', AF_INET6, 'OSError: address family mismatched'],
    ['', AF_UNSPEC, 'OSError: wildcard resolved to multiple address'],
    ['::1', AF_INET, 'gaierror: [Errno -9] Address family for hostname not supported'],
    ['127.0.0.1', AF_INET6, 'gaierror: [Errno -9] Address family for hostname not supported'],
  ])('%j of family %d raises', (host, family, error) => {
    let raised: unknown;
    try {
      setipaddr(host, family);
    } catch (error) {
      raised = error;
    }
    expect(String(raised)).toBe(error);
  });
});

test('a thousand look-ups leave nothing behind', () => {
  const descriptors = () => readdirSync('/proc/self/fd').length;
  setipaddr('localhost', AF_INET);
  const before = descriptors();
  for (let i = 0; i < 1000; i++) resolver.getaddrinfo('127.0.0.1', 80);
  expect(descriptors()).toBe(before);
});
