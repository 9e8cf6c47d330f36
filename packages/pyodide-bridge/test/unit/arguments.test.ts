import { beforeAll, describe, expect, test } from 'vitest';
import type { BorrowedBuffer } from '../../src/capi/index.ts';
import { loadUnitPython, type UnitPython } from './support/python.ts';

let python: UnitPython;

beforeAll(async () => {
  python = await loadUnitPython();
});

/** What a parser makes of arguments, or the exception that it sets. */
function positional(format: string, ...codes: string[]): unknown {
  const objects = codes.map((code) => python.object(code));
  const parsed = python.withArray(objects, (args) => python.parsers.positional(format)(args, objects.length));
  return parsed ?? python.raised();
}

function keywords(format: string, names: string[], args: string, kwargs = '{}'): unknown {
  const given = [python.object(args), kwargs === '{}' ? 0 : python.object(kwargs)] as const;
  return python.parsers.keywords(format, names)(...given) ?? python.raised();
}

function fast(format: string, names: string[], codes: string[], given: readonly string[] = []): unknown {
  const objects = codes.map((code) => python.object(code));
  const kwnames = given.length === 0 ? 0 : python.object(`(${given.map((name) => `'${name}',`).join('')})`);
  const count = objects.length - given.length;
  const parsed = python.withArray(objects, (args) => python.parsers.fastKeywords(format, names)(args, count, kwnames));
  return parsed ?? python.raised();
}

/** The words are those of CPython 3.14 for functions with these formats. */
describe('positional arguments', () => {
  test.each([
    ['i', '5', [5]],
    ['i', 'True', [1]],
    ['i', '2**31', `OverflowError('signed integer is greater than maximum')`],
    ['i', '-2**31 - 1', `OverflowError('signed integer is less than minimum')`],
    ['i', '2**63', `OverflowError('Python int too large to convert to C long')`],
    ['i', '1.5', `TypeError("'float' object cannot be interpreted as an integer")`],
    ['i!', '2**31', `OverflowError('Python int too large to convert to C int')`],
    ['n', '2**40', [2 ** 40]],
    ['n', '2**63', `OverflowError('Python int too large to convert to C ssize_t')`],
    ['I', '-1', [0xffffffff]],
    ['K', '2**64 - 1', [2n ** 64n - 1n]],
    ['s', "'a\\u20ac'", ['a\u20ac']],
    ['s', "'a\\0b'", `ValueError('embedded null character')`],
    ['s:f', '5', `TypeError('f() argument 1 must be str, not int')`],
    ['s', 'None', `TypeError('argument 1 must be str, not None')`],
    ['z', 'None', [undefined]],
    ['z:f', '5', `TypeError('f() argument 1 must be str or None, not int')`],
    ['et:f', '5', `TypeError('f() argument 1 must be str, bytes or bytearray, not int')`],
    ['O!:f', "'a'", `TypeError('f() argument 1 must be int, not str')`],
    ['y*', '5', `TypeError("a bytes-like object is required, not 'int'")`],
    ['w*:f', "b'a'", `TypeError('f() argument 1 must be read-write bytes-like object, not bytes')`],
    ['i;wants an int', "'a'", `TypeError("'str' object cannot be interpreted as an integer")`],
    ['s;wants text', '1', `TypeError('wants text')`],
  ])('%s of %s', (format, code, expected) => {
    expect(positional(format, code)).toEqual(expected);
  });

  test('a buffer is lent, and given back when a later argument is refused', () => {
    const [data] = positional('y*:f', "b'abc'") as [BorrowedBuffer];
    expect(python.capi.memory.copyOut(data.pointer, data.length)).toEqual(new TextEncoder().encode('abc'));
    const array = python.object("bytearray(b'abc')");
    const parse = python.parsers.positional('y*i:f');
    expect(python.withArray([array, python.object("'a'")], (args) => parse(args, 2))).toBeNull();
    expect(python.raised()).toMatch(/^TypeError/);
    const name = python.object("'clear'");
    expect(python.capi.callMethod(array, name)).not.toBe(0);
  });

  test.each([
    ['ii:f', ['1'], `TypeError('f() takes exactly 2 arguments (1 given)')`],
    ['i:f', [], `TypeError('f() takes exactly 1 argument (0 given)')`],
    ['i|i:f', [], `TypeError('f() takes at least 1 argument (0 given)')`],
    ['i|i:f', ['1', '2', '3'], `TypeError('f() takes at most 2 arguments (3 given)')`],
    ['i|i', ['1'], [1]],
    ['i|i', ['1', '2'], [1, 2]],
  ])('%s with %j', (format, codes, expected) => {
    expect(positional(format, ...codes)).toEqual(expected);
  });
});

describe('arguments by name', () => {
  const names = ['a', 'b'];
  test.each([
    ['i|i:f', '(1,)', '{}', [1]],
    ['i|i:f', '(1,)', "{'b': 2}", [1, 2]],
    ['i|i:f', '()', "{'b': 2, 'a': 1}", [1, 2]],
    ['i|i:f', '()', '{}', `TypeError("f() missing required argument 'a' (pos 1)")`],
    ['i|i:f', '(1, 2, 3)', '{}', `TypeError('f() takes at most 2 arguments (3 given)')`],
    ['i|i:f', '(1,)', "{'a': 2}", `TypeError("argument for f() given by name ('a') and position (1)")`],
    ['i|i:f', '(1,)', "{'c': 2}", `TypeError("f() got an unexpected keyword argument 'c'")`],
    ['i|$i:f', '(1, 2)', '{}', `TypeError('f() takes exactly 1 positional argument (2 given)')`],
    ['|$i:f', '(1,)', '{}', `TypeError('f() takes no positional arguments')`],
    ['|ii:f', '()', '{1: 2}', `TypeError('keywords must be strings')`],
  ])('%s with %s and %s', (format, args, kwargs, expected) => {
    expect(keywords(format, names, args, kwargs)).toEqual(expected);
  });

  test('as METH_FASTCALL | METH_KEYWORDS passes them', () => {
    expect(fast('i|i:f', names, ['1', '2'])).toEqual([1, 2]);
    expect(fast('i|i:f', names, ['1', '2'], ['b'])).toEqual([1, 2]);
    expect(fast('i|i:f', names, [])).toBe(`TypeError("f() missing required argument 'a' (pos 1)")`);
    expect(fast('i|i:f', names, ['1', '2'], ['c'])).toBe(`TypeError("f() got an unexpected keyword argument 'c'")`);
  });

  test('a format that there is not is a defect', () => {
    expect(() => python.parsers.positional('Q')).toThrow('no such format unit: Q');
  });
});
