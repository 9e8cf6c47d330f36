import { expect, test } from 'vitest';
import { typedByHand } from '../scripts/typed-by-hand.ts';

const known = new Set(['O_RDWR', 'AT_FDCWD', 'INT_MAX', 'S_IFMT']);

test('a constant of C that was typed by hand is found, in every form of a number', () => {
  const source = [
    'const O_RDWR = 2;',
    '/** A comment. */',
    'export const AT_FDCWD = -100;',
    'const INT_MAX: number = 0x7fffffff;',
    '  const S_IFMT = 1 << 12;',
  ].join('\n');
  expect(typedByHand(source, known)).toEqual([
    { name: 'O_RDWR', line: 1 },
    { name: 'AT_FDCWD', line: 3 },
    { name: 'INT_MAX', line: 4 },
    { name: 'S_IFMT', line: 5 },
  ]);
});

test('what is taken from the tables, and a number under a name of ours, is not', () => {
  const source = [
    'const { O_RDWR } = constants;',
    'const BATCH = 128;',
    '// const O_RDWR = 2;',
    'const INT_MAX = f();',
  ];
  expect(typedByHand(source.join('\n'), known)).toEqual([]);
});
