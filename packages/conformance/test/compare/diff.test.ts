import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diffLines } from '../../src/compare/diff.ts';
import { sideBySide, wrap } from '../../src/report/columns.ts';

it('pairs a line that was changed', () => {
  expect(diffLines(['a', 'b', 'c'], ['a', 'x', 'c', 'd'])).toEqual([
    { left: 'a', right: 'a', same: true },
    { left: 'b', right: 'x', same: false },
    { left: 'c', right: 'c', same: true },
    { left: undefined, right: 'd', same: false },
  ]);
});

const lines = fc.array(fc.constantFrom('a', 'b', 'c'));

it('keeps all lines of both sides in order', () => {
  fc.assert(
    fc.property(lines, lines, (left, right) => {
      const rows = diffLines(left, right);
      expect(rows.map((row) => row.left).filter((line) => line !== undefined)).toEqual(left);
      expect(rows.map((row) => row.right).filter((line) => line !== undefined)).toEqual(right);
      for (const row of rows) expect(row.same).toBe(row.left === row.right);
    }),
  );
});

it('wraps within the width', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 8, max: 80 }), (line, width) => {
      for (const piece of wrap(line, width)) expect(piece.length).toBeLessThanOrEqual(width);
    }),
  );
  expect(wrap('one two three four', 10)).toEqual(['one two', '  three', '  four']);
});

it('aligns texts by what is compared of them', () => {
  const keys = { left: () => 'key', right: () => 'key' };
  expect(sideBySide(['port 1'], ['port 2'], 20, keys)).toEqual([{ left: 'port 1', right: 'port 2', same: true }]);
});
