import { describe, expect, it } from 'vitest';
import { compare, compareTables, type Side } from '../../src/compare/compare.ts';
import type { Observation } from '../../src/compare/observation.ts';

const LINUX = { python: '3.14.8' };
const PYODIDE = { python: '3.14.2' };

function side(observation: Partial<Observation>, dialect: Side['dialect'] = LINUX): Side {
  return { observation: { stdout: '', exit: '0', exception: null, seen: [], ...observation }, dialect };
}

describe('compare', () => {
  it.each([
    ['standard output', { stdout: 'a' }, { stdout: 'b' }],
    ['exit code', { exit: '0' }, { exit: 'SIGSEGV' }],
    ['exception', { exception: 'ValueError: a' }, { exception: 'TypeError: a' }],
    ['exception', { exception: 'ValueError: a' }, { exception: null }],
    ['seen from outside', { seen: ['a'] }, { seen: [] }],
  ])('sees a difference in %s', (what, reference, subject) => {
    expect(compare(side(reference), side(subject), []).map((difference) => difference.what)).toEqual([what]);
  });

  it('compares standard output to the letter unless a normalisation is asked for', () => {
    const [a, b] = [side({ stdout: 'fd=3 x 40000' }), side({ stdout: 'fd=4 x 50000' }, PYODIDE)];
    expect(compare(a, b, [])).toHaveLength(1);
    expect(compare(a, b, ['fd'])).toHaveLength(1);
    expect(compare(a, b, ['fd', 'port'])).toEqual([]);
  });

  it('leaves a suggestion out between different versions of Python only', () => {
    const bare = { exception: "NameError: name 'socket' is not defined" };
    const advised = { exception: `${bare.exception}. Did you forget to import 'socket'?` };
    expect(compare(side(bare, { ...LINUX, python: '3.11.7' }), side(advised, PYODIDE), [])).toEqual([]);
    expect(compare(side(bare), side(advised, PYODIDE), [])).toHaveLength(1);
  });
});

describe('compareTables', () => {
  it('names the expression that differs, and one that is missing', () => {
    const reference = side({ stdout: 'f(1) => 1\nf(2) => 2\nf(3) => 3\n' });
    const subject = side({ stdout: 'f(1) => 1\nf(2) => two\n' });
    expect(compareTables(reference, subject, [])).toEqual([
      { what: 'f(2)', reference: '2', subject: 'two' },
      { what: 'f(3)', reference: '3', subject: '(no such line)' },
    ]);
  });

  it('sees what else differs', () => {
    const differences = compareTables(side({ stdout: 'f => 1' }), side({ stdout: 'f => 1', exit: '1' }), []);
    expect(differences.map(({ what }) => what)).toEqual(['exit code']);
  });
});
