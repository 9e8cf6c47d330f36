import { hostname } from 'node:os';
import { expect, test } from 'vitest';
import * as database from '../src/module/host-database.ts';
import * as interfaces from '../src/module/interfaces.ts';
import { answer, answersOfPython, bytes, type Call, type Recorded } from './answers.ts';
import { pythonPath } from './python.ts';

const recorded: readonly Recorded[] = [
  [['gethostbyname', ''], '-> "0.0.0.0"'],
  [['gethostbyname', '<broadcast>'], '-> "255.255.255.255"'],
  [['gethostbyname', '255.255.255.255'], '-> "255.255.255.255"'],
  [['gethostbyname', '1.2.3.4'], '-> "1.2.3.4"'],
  [['gethostbyname', '127.1'], '-> "127.0.0.1"'],
  [['gethostbyname', '01.2.3.4'], '-> "1.2.3.4"'],
  [['gethostbyname', '::1'], '!! gaierror, -9: [Errno -9] Address family for hostname not supported'],
  [['gethostbyname', bytes(49, 46, 50)], '-> "1.0.0.2"'],
  [['gethostbyname', 1], '!! TypeError, null: gethostbyname() argument 1 must be str, bytes or bytearray, not int'],
  [['gethostbyname', null], '!! TypeError, null: gethostbyname() argument 1 must be str, bytes or bytearray, not None'],
  [
    ['gethostbyname', 'a\u0000b'],
    '!! TypeError, null: gethostbyname() argument 1 must be encoded string without null bytes, not str',
  ],
  [
    ['gethostbyname', bytes(97, 0)],
    '!! TypeError, null: gethostbyname() argument 1 must be encoded string without null bytes, not bytes',
  ],
  [
    ['gethostbyname', 'a..b'],
    "!! UnicodeEncodeError, null: 'idna' codec can't encode character '\\x2e' in position 2: label empty",
  ],
  [['gethostbyname_ex', '127.0.0.1'], '-> ["127.0.0.1",[],["127.0.0.1"]]'],
  [['gethostbyname_ex', '255.255.255.255'], '-> ["255.255.255.255",[],["255.255.255.255"]]'],
  [
    ['gethostbyname_ex', 1],
    '!! TypeError, null: gethostbyname_ex() argument 1 must be str, bytes or bytearray, not int',
  ],
  [['gethostbyaddr', ''], '!! OSError, null: wildcard resolved to multiple address'],
  [['gethostbyaddr', 1], '!! TypeError, null: gethostbyaddr() argument 1 must be str, bytes or bytearray, not int'],
  [
    ['gethostbyaddr', 'a\u0000'],
    '!! TypeError, null: gethostbyaddr() argument 1 must be encoded string without null bytes, not str',
  ],
  [['getservbyname', 1], '!! TypeError, null: getservbyname() argument 1 must be str, not int'],
  [['getservbyname', 'a\u0000'], '!! ValueError, null: embedded null character'],
  [['getservbyname', 'http', null], '!! TypeError, null: getservbyname() argument 2 must be str, not None'],
  [['getservbyname', 'no such service'], '!! OSError, null: service/proto not found'],
  [['getservbyport', 65536], '!! OverflowError, null: getservbyport: port must be 0-65535.'],
  [['getservbyport', -1], '!! OverflowError, null: getservbyport: port must be 0-65535.'],
  [['getservbyport', 1099511627776], '!! OverflowError, null: signed integer is greater than maximum'],
  [['getservbyport', 'x'], "!! TypeError, null: 'str' object cannot be interpreted as an integer"],
  [['getservbyport', 1.5], "!! TypeError, null: 'float' object cannot be interpreted as an integer"],
  [['getservbyport', 80, 'no such protocol'], '!! OSError, null: port/proto not found'],
  [['getprotobyname', 'no such protocol'], '!! OSError, null: protocol not found'],
  [['getprotobyname', 6], '!! TypeError, null: getprotobyname() argument 1 must be str, not int'],
  [['getprotobyname', 'a\u0000'], '!! ValueError, null: embedded null character'],
  [['sethostname', 1], '!! TypeError, null: expected str, bytes or os.PathLike object, not int'],
  [['if_nametoindex', 'lo'], '-> 1'],
  [['if_nametoindex', 'nosuch0'], '!! OSError, 19: [Errno 19] No such device'],
  [['if_nametoindex', ''], '!! OSError, 19: [Errno 19] No such device'],
  [['if_nametoindex', 'a\u0000'], '!! ValueError, null: embedded null byte'],
  [['if_nametoindex', 1], '!! TypeError, null: expected str, bytes or os.PathLike object, not int'],
  [['if_nametoindex', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'], '!! OSError, 19: [Errno 19] No such device'],
  [['if_indextoname', 1], '-> "lo"'],
  [['if_indextoname', 0], '!! OSError, 6: [Errno 6] No such device or address'],
  [['if_indextoname', -1], '!! ValueError, null: Cannot convert negative int'],
  [['if_indextoname', 4294967296], '!! OverflowError, null: Python int too large for C unsigned int'],
  [['if_indextoname', 'x'], "!! TypeError, null: 'str' object cannot be interpreted as an integer"],
  [['if_indextoname', 1.5], "!! TypeError, null: 'float' object cannot be interpreted as an integer"],
  [['if_indextoname', null], "!! TypeError, null: 'NoneType' object cannot be interpreted as an integer"],
];

/** Answers that depend on the machine's hosts file, services and interfaces. */
const local: readonly Call[] = [
  ['gethostname'],
  ['gethostbyname', 'localhost'],
  ['gethostbyname_ex', 'localhost'],
  ['gethostbyaddr', '127.0.0.1'],
  ['gethostbyaddr', 'localhost'],
  ['gethostbyname_ex', ''],
  ['getservbyname', 'http'],
  ['getservbyname', 'domain', 'udp'],
  ['getservbyport', 443],
  ['getservbyport', 443, 'tcp'],
  ['getprotobyname', 'icmp'],
  ['getprotobyname', 'TCP'],
  ['if_nameindex'],
];

const functions = { ...database, ...interfaces };

test.each(recorded)('%j', (call, expected) => {
  expect(answer(functions, call)).toBe(expected);
});

const python = pythonPath();
test.skipIf(python === undefined)('the record is what CPython answers, and the local names are the same', () => {
  const calls = [...recorded.map(([call]) => call), ...local];
  const ours = [...recorded.map(([, expected]) => expected), ...local.map((call) => answer(functions, call))];
  expect(ours).toEqual(answersOfPython(python as string, calls));
});

test('the loopback interface and this machine are known under their names', () => {
  expect(interfaces.if_nameindex()).toContainEqual([1, 'lo']);
  expect(database.gethostname()).toBe(hostname());
  expect(database.gethostbyname('localhost')).toBe('127.0.0.1');
});
