import { expect, it } from 'vitest';
import { compareWithRatchet, countsOf, readRatchet, writeRatchet } from '../../src/report/ratchet.ts';
import { folderOf } from '../support/command.ts';
import { REPORT } from '../support/report.ts';

const suite = REPORT.suites[0]!;
const now = { tests: 4, reference: 3, passed: 1, different: 2 };

function compareWith(counts: Partial<typeof now>) {
  const ratchet = { reference: '3.14.8', suites: { test_socket: { ...now, ...counts } } };
  return compareWithRatchet(suite, ratchet, 'ratchet.json');
}

it('counts what CPython passes, what the runtime passes and what differs', () => {
  expect(countsOf(suite)).toEqual(now);
  expect(compareWith({})).toEqual({ problems: [], notes: [] });
});

it.each([
  ['fewer tests', { tests: 5 }, 'test_socket: 4 tests, and there were 5'],
  ['more differences', { different: 1 }, 'test_socket: 2 tests are not as on CPython, and 1 were not'],
  ['fewer passes', { passed: 2 }, 'test_socket: 1 tests pass, and 2 did'],
])('is red with %s', (_, counts, problem) => {
  expect(compareWith(counts).problems).toEqual([expect.stringContaining(problem)]);
});

it('is not red where CPython itself passes fewer', () => {
  expect(compareWith({ passed: 2, reference: 5 }).problems).toEqual([]);
});

it('is not red for as many more differences as CPython itself passes more', () => {
  expect(compareWith({ reference: 2, different: 1 }).problems).toEqual([]);
  expect(compareWith({ reference: 2, different: 0 }).problems).toHaveLength(1);
});

it('says that it can be tightened', () => {
  expect(compareWith({ passed: 0 }).notes).toEqual([expect.stringContaining('--update-ratchet')]);
});

it('is written with the suites that ran, and keeps the others', () => {
  using folder = folderOf({});
  const path = `${folder.path}/ratchet.json`;
  writeRatchet(path, '3.14.8', [{ ...suite, name: 'test_select' }]);
  writeRatchet(path, '3.14.8', [suite]);
  expect(readRatchet(path)).toEqual({ reference: '3.14.8', suites: { test_select: now, test_socket: now } });
  writeRatchet(path, '3.14.9', [suite]);
  expect(readRatchet(path)).toEqual({ reference: '3.14.9', suites: { test_socket: now } });
});
