import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { Newline } from '../src/stdlib/newlines.ts';
import { socketpair } from '../src/stdlib/socketpair.ts';

const opened: Disposable[] = [];
afterEach(() => {
  for (const stream of opened.splice(0)) stream[Symbol.dispose]();
});

/** A stream over what a peer has sent before it closed. */
function textOf(data: string | Uint8Array, newline: Newline = null, encoding = 'utf-8', errors = 'strict') {
  const [a, b] = socketpair();
  b.sendall(typeof data === 'string' ? Buffer.from(data) : data);
  b.close();
  opened.push(a);
  const stream = a.makefile('r', { newline, encoding, errors });
  opened.push(stream);
  a.close();
  return stream;
}

function connected() {
  const [a, b] = socketpair();
  const take = () => Buffer.from(b.recv(100_000)).toString('latin1');
  const close = () => {
    for (const sock of [a, b]) {
      sock._io_refs = 0;
      sock.close();
    }
  };
  return { a, b, take, [Symbol.dispose]: close };
}

const outcome = (call: () => unknown) => {
  try {
    const value = call();
    return value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value;
  } catch (error) {
    return String(error);
  }
};

describe('reading text', () => {
  const data = 'a\r\nb\rc\nd\r';
  test.each<[Newline, string[], string, string[], string | readonly string[] | null]>([
    [null, ['a\n', 'b\n', 'c\n', 'd\n'], 'a\nb\nc\nd\n', ['a', '\n', 'b\n', '', 'c\n', 'd\n'], ['\r', '\n', '\r\n']],
    ['', ['a\r\n', 'b\r', 'c\n', 'd\r'], data, ['a', '\r\n', 'b\r', '', 'c\n', 'd\r'], ['\r', '\n', '\r\n']],
    ['\n', ['a\r\n', 'b\rc\n', 'd\r'], data, ['a', '\r\n', 'b\rc', '', '\n', 'd\r'], null],
    ['\r', ['a\r', '\nb\r', 'c\nd\r'], data, ['a', '\r', '\nb\r', '', 'c\nd\r'], null],
    ['\r\n', ['a\r\n', 'b\rc\nd\r'], data, ['a', '\r\n', 'b\rc', '', '\nd\r'], null],
  ])('newline=%j', (newline, lines, whole, pieces, newlines) => {
    expect(textOf(data, newline).readlines()).toEqual(lines);
    expect([...textOf(data, newline)]).toEqual(lines);
    expect(textOf(data, newline).read()).toBe(whole);
    const stream = textOf(data, newline);
    const read = [1, 2, 3, 0].map((size) => stream.readline(size));
    expect([...read, ...stream.readlines()]).toEqual(pieces);
    expect(stream.newlines).toEqual(newlines);
    const single = textOf(data, newline);
    expect(whole.replace(/./gs, () => single.read(1))).toBe(whole);
  });

  test('a line end and a character may lie across two receptions', () => {
    using pair = connected();
    const { a, b } = pair;
    const stream = a.makefile('r', { newline: '' });
    b.send(Buffer.from('x\r'));
    expect(stream.read(1)).toBe('x');
    b.send(Buffer.from([0x0a, 0xf0, 0x9f, 0x98]));
    expect(stream.readline()).toBe('\r\n');
    b.send(Buffer.from([0x80, 0x21]));
    b.close();
    expect([stream.read(1), stream.read(1), stream.read(1)]).toEqual(['😀', '!', '']);
  });

  const cannot = "UnicodeDecodeError: 'utf-8' codec can't decode";
  test.each([
    [[0xff], `${cannot} byte 0xff in position 0: invalid start byte`, '\ufffd', '', '\\xff'],
    [[0x61, 0xc3], `${cannot} byte 0xc3 in position 1: unexpected end of data`, 'a\ufffd', 'a', 'a\\xc3'],
    [[0xe2, 0x82], `${cannot} bytes in position 0-1: unexpected end of data`, '\ufffd', '', '\\xe2\\x82'],
    [
      [0xe2, 0x28, 0xa1],
      `${cannot} byte 0xe2 in position 0: invalid continuation byte`,
      '\ufffd(\ufffd',
      '(',
      '\\xe2(\\xa1',
    ],
    [[0xed, 0xa0], `${cannot} byte 0xed in position 0: invalid continuation byte`, '\ufffd\ufffd', '', '\\xed\\xa0'],
    [[0xc0, 0x80], `${cannot} byte 0xc0 in position 0: invalid start byte`, '\ufffd\ufffd', '', '\\xc0\\x80'],
    [[0x6f, 0x80, 0x7a], `${cannot} byte 0x80 in position 1: invalid start byte`, 'o\ufffdz', 'oz', 'o\\x80z'],
  ])('bytes that are no UTF-8: %j', (bytes, strict, replace, ignore, backslashreplace) => {
    const read = (errors: string) => outcome(() => textOf(Uint8Array.from(bytes), null, 'utf-8', errors).read());
    expect(['strict', 'replace', 'ignore', 'backslashreplace'].map(read)).toEqual([
      strict,
      replace,
      ignore,
      backslashreplace,
    ]);
    expect(read('surrogateescape')).toBe(
      Array.from(bytes, (b) => String.fromCharCode(b < 128 ? b : 0xdc00 + b)).join(''),
    );
  });

  test('other encodings', () => {
    const bytes = Uint8Array.of(0x61, 0xe9);
    expect(textOf(bytes, null, 'latin-1').read()).toBe('aé');
    expect(textOf(bytes, null, 'US_ASCII', 'replace').read()).toBe('a\ufffd');
    expect(outcome(() => textOf(bytes, null, 'ascii').read())).toBe(
      "UnicodeDecodeError: 'ascii' codec can't decode byte 0xe9 in position 1: ordinal not in range(128)",
    );
    expect(outcome(() => textOf('', null, 'nope'))).toBe('LookupError: unknown encoding: nope');
    expect(textOf('').encoding).toBe('utf-8');
  });
});

describe('writing text', () => {
  const written = (text: string, options: object = {}) => {
    using pair = connected();
    const stream = pair.a.makefile('w', options);
    const count = outcome(() => stream.write(text));
    stream.close();
    pair.a.close();
    return [count, pair.take()];
  };
  test.each([
    ['a\nb\n', {}, 4, 'a\nb\n'],
    ['a\nb\n', { newline: '\r\n' }, 4, 'a\r\nb\r\n'],
    ['a\nb\r\n', { newline: '\r' }, 5, 'a\rb\r\r'],
    ['é😀', {}, 2, '\xc3\xa9\xf0\x9f\x98\x80'],
    ['é😀', { encoding: 'ascii', errors: 'replace' }, 2, '??'],
    ['é😀', { encoding: 'latin-1', errors: 'ignore' }, 2, '\xe9'],
    ['é😀', { encoding: 'ascii', errors: 'backslashreplace' }, 2, '\\xe9\\U0001f600'],
    ['\udcff', { errors: 'surrogateescape' }, 1, '\xff'],
    ['\ud800', { errors: 'replace' }, 1, '?'],
    [
      'éé',
      { encoding: 'ascii' },
      "UnicodeEncodeError: 'ascii' codec can't encode characters in position 0-1: ordinal not in range(128)",
      '',
    ],
    [
      '\ud800',
      {},
      "UnicodeEncodeError: 'utf-8' codec can't encode character '\\ud800' in position 0: surrogates not allowed",
      '',
    ],
    ['é', { encoding: 'ascii', errors: 'nope' }, "LookupError: unknown error handler name 'nope'", ''],
  ])('%j with %j', (text, options, count, bytes) => {
    expect(written(text, options)).toEqual([count, bytes]);
  });

  test('what is written waits for flush()', () => {
    using pair = connected();
    const stream = pair.a.makefile('rw');
    stream.write('question\n');
    pair.b.setblocking(false);
    expect(outcome(() => pair.b.recv(100))).toBe('BlockingIOError: [Errno 11] Resource temporarily unavailable');
    stream.flush();
    expect(pair.take()).toBe('question\n');
    pair.b.send(Buffer.from('answer\nmore'));
    expect(stream.readline()).toBe('answer\n');
  });
});

describe('bytes', () => {
  test('lines, peeks and parts come in order', () => {
    using pair = connected();
    const stream = pair.a.makefile('rb');
    pair.b.send(Buffer.from('ab\ncd\nef'));
    const read = [
      stream.readline(1),
      stream.readline(10),
      stream.peek(),
      stream.read(0),
      stream.read1(2),
      stream.read(3),
    ];
    expect(read.map((bytes) => Buffer.from(bytes as Uint8Array).toString())).toEqual([
      'a',
      'b\n',
      'cd\nef',
      '',
      'cd',
      '\nef',
    ]);
    expect(outcome(() => stream.read(-2))).toBe('ValueError: read length must be non-negative or -1');
    expect(outcome(() => stream.write(new Uint8Array(1)))).toBe('UnsupportedOperation: write');
    expect([stream.mode, stream.name, stream.readable(), stream.writable()]).toEqual([
      'rb',
      pair.a.fileno(),
      true,
      false,
    ]);
  });

  test('a read longer than the buffer is whole, and the last read ends at the end of the stream', () => {
    using pair = connected();
    const stream = pair.a.makefile('rb', 7);
    const sent = Uint8Array.from({ length: 1000 }, (_, i) => i);
    pair.b.sendall(sent);
    pair.b.close();
    const into = new Uint8Array(100);
    expect([stream.read(3), stream.readinto(into), stream.read(50)]).toEqual([
      sent.slice(0, 3),
      100,
      sent.slice(103, 153),
    ]);
    expect(into).toEqual(sent.slice(3, 103));
    expect([stream.read(), stream.read(), stream.read1()]).toEqual([
      sent.slice(153),
      new Uint8Array(),
      new Uint8Array(),
    ]);
  });

  test('without a buffer every call is one system call', () => {
    using pair = connected();
    const stream = pair.a.makefile('rwb', 0);
    pair.b.send(Buffer.from('ab\ncd'));
    expect([outcome(() => stream.readline()), outcome(() => stream.read(1))]).toEqual(['ab\n', 'c']);
    expect(stream.write(Buffer.from('xyz'))).toBe(3);
    expect(pair.take()).toBe('xyz');
    expect(outcome(() => stream.write('x' as never))).toBe("TypeError: a bytes-like object is required, not 'str'");
  });

  test('a large write goes around the buffer and arrives whole', () => {
    using pair = connected();
    const stream = pair.a.makefile('wb', 10);
    const parts = ['1234567', '890', 'a', 'bcdefghijklmnopqrstuvwxyz', 'end'];
    expect(parts.map((part) => stream.write(Buffer.from(part)))).toEqual([7, 3, 1, 25, 3]);
    expect(pair.take()).toBe('1234567890abcdefghijklmnopqrstuvwxyz');
    stream.close();
    expect(pair.take()).toBe('end');
  });
});

describe('a socket that would block', () => {
  test('reading', () => {
    using pair = connected();
    pair.a.setblocking(false);
    const bytes = pair.a.makefile('rb');
    expect([bytes.read(), bytes.read(5), bytes.readline(), bytes.read1(), bytes.peek()]).toEqual([
      null,
      null,
      new Uint8Array(),
      new Uint8Array(),
      new Uint8Array(),
    ]);
    const text = pair.a.makefile('r');
    expect([outcome(() => text.read()), text.read(5), text.readline()]).toEqual([
      'BlockingIOError: Read returned None.',
      '',
      '',
    ]);
    const raw = pair.a.makefile('rb', 0);
    expect([raw.read(), raw.readall()]).toEqual([null, null]);
    expect(outcome(() => raw.readline())).toBe("OSError: read() should have returned a bytes object, not 'NoneType'");
    pair.b.send(Buffer.from('abc'));
    expect(outcome(() => bytes.read(5))).toBe('abc');
  });

  test('writing', () => {
    using pair = connected();
    pair.a.setblocking(false);
    const stream = pair.a.makefile('wb', 1000);
    const text = 'BlockingIOError: [Errno 11] write could not complete without blocking';
    expect(outcome(() => stream.write(new Uint8Array(10_000_000)))).toBe(text);
    expect(outcome(() => stream.flush())).toBe(text);
    expect(() => stream.write(new Uint8Array(5000))).toThrow(expect.objectContaining({ characters_written: 0 }));
    expect(pair.a.makefile('wb', 0).write(new Uint8Array(1))).toBeNull();
  });

  test('a stream that timed out cannot be read any more', () => {
    using pair = connected();
    pair.a.settimeout(0.01);
    const stream = pair.a.makefile('rb');
    expect(outcome(() => stream.read(1))).toBe('TimeoutError: timed out');
    pair.b.send(Buffer.from('x'));
    expect(outcome(() => stream.readline())).toBe('OSError: cannot read from timed out object');
  });
});

test.each([
  ['x', {}, "ValueError: invalid mode 'x' (only r, w, b allowed)"],
  ['r+', {}, "ValueError: invalid mode 'r+' (only r, w, b allowed)"],
  ['r', { buffering: 0 }, 'ValueError: unbuffered streams must be binary'],
  ['r', { newline: 'x' }, 'ValueError: illegal newline value: x'],
  ['r', { newline: 1 }, "TypeError: TextIOWrapper() argument 'newline' must be str or None, not int"],
])('makefile(%j, %j) raises', (mode, options, message) => {
  using pair = connected();
  expect(outcome(() => pair.a.makefile(mode, options as never))).toBe(message);
  pair.a.close();
  expect(pair.a.fileno()).toBe(-1);
});

test('a closed stream says so, and the socket closes with its last stream', () => {
  const descriptors = () => readdirSync('/proc/self/fd').length;
  const before = descriptors();
  using pair = connected();
  const [reader, writer] = [pair.a.makefile('rb'), pair.a.makefile('w')];
  const fd = pair.a.fileno();
  pair.a.close();
  expect([pair.a.fileno(), reader.closed]).toEqual([fd, false]);
  pair.b.send(Buffer.from('still\n'));
  expect(outcome(() => reader.readline())).toBe('still\n');
  reader.close();
  writer.write('bye');
  writer.close();
  expect([pair.a.fileno(), pair.take()]).toEqual([-1, 'bye']);
  expect([outcome(() => reader.read()), outcome(() => reader.readlines()), outcome(() => reader.readable())]).toEqual([
    'ValueError: read of closed file',
    'ValueError: I/O operation on closed file.',
    'ValueError: I/O operation on closed socket.',
  ]);
  expect([outcome(() => writer.write('')), writer.name]).toEqual(['ValueError: I/O operation on closed file.', -1]);
  pair.b.close();
  expect(descriptors()).toBe(before);
});
