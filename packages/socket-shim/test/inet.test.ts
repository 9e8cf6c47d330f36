import { expect, test } from 'vitest';
import * as inet from '../src/module/inet.ts';
import { answer, answersOfPython, bytes, type Recorded } from './answers.ts';
import { pythonPath } from './python.ts';

const recorded: readonly Recorded[] = [
  [['htons', 0], '-> 0'],
  [['htons', 1], '-> 256'],
  [['htons', 65535], '-> 65535'],
  [['htons', 65536], '!! OverflowError, null: Python int too large for C uint16_t'],
  [['htons', -1], '!! ValueError, null: Cannot convert negative int'],
  [['ntohs', 0], '-> 0'],
  [['ntohs', 1], '-> 256'],
  [['ntohs', 65535], '-> 65535'],
  [['ntohs', 65536], '!! OverflowError, null: Python int too large for C uint16_t'],
  [['ntohs', -1], '!! ValueError, null: Cannot convert negative int'],
  [['htons', 1.5], "!! TypeError, null: 'float' object cannot be interpreted as an integer"],
  [['htons', 'x'], "!! TypeError, null: 'str' object cannot be interpreted as an integer"],
  [['htons', null], "!! TypeError, null: 'NoneType' object cannot be interpreted as an integer"],
  [['htons', true], '-> 256'],
  [['htonl', 1], '-> 16777216'],
  [['htonl', 305419896], '-> 2018915346'],
  [['htonl', 4294967295], '-> 4294967295'],
  [['htonl', 4294967296], '!! OverflowError, null: Python int too large for C uint32_t'],
  [['htonl', -1], '!! ValueError, null: Cannot convert negative int'],
  [['ntohl', 1], '-> 16777216'],
  [['ntohl', 305419896], '-> 2018915346'],
  [['ntohl', 4294967295], '-> 4294967295'],
  [['ntohl', 4294967296], '!! OverflowError, null: Python int too large for C uint32_t'],
  [['ntohl', -1], '!! ValueError, null: Cannot convert negative int'],
  [['inet_aton', '1.2.3.4'], '-> {"bytes":"01020304"}'],
  [['inet_aton', '127.1'], '-> {"bytes":"7f000001"}'],
  [['inet_aton', '0x7f.1'], '-> {"bytes":"7f000001"}'],
  [['inet_aton', '017.1'], '-> {"bytes":"0f000001"}'],
  [['inet_aton', '1'], '-> {"bytes":"00000001"}'],
  [['inet_aton', '256.1.1.1'], '!! OSError, null: illegal IP address string passed to inet_aton'],
  [['inet_aton', ''], '!! OSError, null: illegal IP address string passed to inet_aton'],
  [['inet_aton', 'a'], '!! OSError, null: illegal IP address string passed to inet_aton'],
  [['inet_aton', '1.2.3.4 x'], '-> {"bytes":"01020304"}'],
  [['inet_aton', '1.2.3.4\u0000'], '!! ValueError, null: embedded null character'],
  [
    ['inet_aton', '\ud800'],
    "!! UnicodeEncodeError, null: 'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed",
  ],
  [['inet_aton', 1], '!! TypeError, null: inet_aton() argument must be str, not int'],
  [['inet_aton', bytes(49)], '!! TypeError, null: inet_aton() argument must be str, not bytes'],
  [['inet_ntoa', bytes(1, 2, 3, 4)], '-> "1.2.3.4"'],
  [['inet_ntoa', bytes()], '!! OSError, null: packed IP wrong length for inet_ntoa'],
  [['inet_ntoa', bytes(1, 2, 3)], '!! OSError, null: packed IP wrong length for inet_ntoa'],
  [['inet_ntoa', 'abcd'], "!! TypeError, null: a bytes-like object is required, not 'str'"],
  [['inet_ntoa', 1], "!! TypeError, null: a bytes-like object is required, not 'int'"],
  [['inet_pton', 2, '1.2.3.4'], '-> {"bytes":"01020304"}'],
  [['inet_pton', 2, '01.2.3.4'], '!! OSError, null: illegal IP address string passed to inet_pton'],
  [['inet_pton', 2, '1.2.3'], '!! OSError, null: illegal IP address string passed to inet_pton'],
  [['inet_pton', 2, ''], '!! OSError, null: illegal IP address string passed to inet_pton'],
  [['inet_pton', 2, '1.2.3.4\u0000'], '!! ValueError, null: embedded null character'],
  [['inet_pton', 2, 3], '!! TypeError, null: inet_pton() argument 2 must be str, not int'],
  [['inet_pton', 10, '::'], '-> {"bytes":"00000000000000000000000000000000"}'],
  [['inet_pton', 10, '::1'], '-> {"bytes":"00000000000000000000000000000001"}'],
  [['inet_pton', 10, '::ffff:1.2.3.4'], '-> {"bytes":"00000000000000000000ffff01020304"}'],
  [['inet_pton', 10, '2001:db8::1'], '-> {"bytes":"20010db8000000000000000000000001"}'],
  [['inet_pton', 10, 'fe80::1%lo'], '!! OSError, null: illegal IP address string passed to inet_pton'],
  [['inet_pton', 10, ':::'], '!! OSError, null: illegal IP address string passed to inet_pton'],
  [['inet_pton', 10, '1::2::3'], '!! OSError, null: illegal IP address string passed to inet_pton'],
  [['inet_pton', 10, ''], '!! OSError, null: illegal IP address string passed to inet_pton'],
  [['inet_pton', 1, 'x'], '!! OSError, 97: [Errno 97] Address family not supported by protocol'],
  [['inet_pton', 99, '1'], '!! OSError, 97: [Errno 97] Address family not supported by protocol'],
  [['inet_pton', 'x', 'y'], "!! TypeError, null: 'str' object cannot be interpreted as an integer"],
  [['inet_ntop', 2, bytes(1, 2, 3, 4)], '-> "1.2.3.4"'],
  [['inet_ntop', 2, bytes(1, 2, 3)], '!! ValueError, null: invalid length of packed IP address string'],
  [['inet_ntop', 2, 'abcd'], "!! TypeError, null: a bytes-like object is required, not 'str'"],
  [['inet_ntop', 10, bytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)], '-> "::"'],
  [['inet_ntop', 10, bytes(32, 1, 13, 184, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1)], '-> "2001:db8::1:0:0:1"'],
  [['inet_ntop', 10, bytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 1, 2, 3, 4)], '-> "::ffff:1.2.3.4"'],
  [['inet_ntop', 1, bytes(1, 2, 3, 4)], '!! ValueError, null: unknown address family 1'],
];

test.each(recorded)('%j', (call, expected) => {
  expect(answer(inet, call)).toBe(expected);
});

const python = pythonPath();
test.skipIf(python === undefined)('the record is what CPython answers', () => {
  const calls = recorded.map(([call]) => call);
  expect(recorded.map(([, expected]) => expected)).toEqual(answersOfPython(python as string, calls));
});
