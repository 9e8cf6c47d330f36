import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { descriptionOf, firstDifference } from '../src/exchange.ts';
import { PROGRAMS } from '../src/programs.ts';
import { compareOutcomes } from '../src/suite.ts';
import { writeTable } from '../src/table.ts';

it('has an exchange for each package, which says what it does', () => {
  for (const { name } of PROGRAMS) expect(descriptionOf(name), name).toMatch(/^\S.{20,120}[^.]$/);
});

it('shows the first line that differs', () => {
  expect(firstDifference('a\nb\n', 'a\nc\n')).toContain('CPython: b\n  pysock: c');
  expect(firstDifference('a\nb', 'a')).toContain('CPython: b\n  pysock: nothing');
});

it('puts rows into a table and leaves others alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pysock-table-'));
  try {
    const file = join(folder, 'README.md');
    writeFileSync(file, 'before\n<!-- programs -->\n<!-- /programs -->\nafter\n');
    writeTable(file, [
      { name: 'trio', version: '1', difference: undefined },
      { name: 'redis', version: '2', difference: 'it differs' },
    ]);
    writeTable(file, [{ name: 'trio', version: '3', difference: undefined }]);
    const rows = readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| '));
    expect(rows.slice(2)).toEqual([
      `| redis | 2 | differs: ${descriptionOf('redis')} |`,
      `| trio | 3 | ${descriptionOf('trio')} |`,
    ]);
    writeFileSync(file, 'no place');
    expect(() => writeTable(file, [])).toThrow('has no place for the table');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('compares suites test by test', () => {
  const theirs = new Map([
    ['a', 'passed'],
    ['b', 'passed'],
    ['c', 'failed'],
    ['d', 'passed'],
  ]);
  const ours = new Map([
    ['a', 'passed'],
    ['b', 'hang'],
  ]);
  expect(compareOutcomes(theirs, ours)).toEqual({ expected: 3, passed: 1, different: ['b: hang', 'd: not run'] });
});
