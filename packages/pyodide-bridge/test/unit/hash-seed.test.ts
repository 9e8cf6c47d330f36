import { describe, expect, it } from 'vitest';
import { hashSeed } from '../../src/start/hash-seed.ts';

describe('hashSeed', () => {
  it.each([
    [['python'], undefined, 'any'],
    [['python', 'script.py', '-R'], undefined, 'any'],
    [['python', '-R'], '0', 'random'],
    [['python', '-uR', '-c', ''], undefined, 'random'],
    [['python', '-c', '-R'], '7', '7'],
    [['python', '-WR', '-Xdev'], '7', '7'],
    [['python', '-W', '-R', '-m', 'x'], undefined, 'any'],
    [['python', '-'], 'random', 'random'],
    [['python', '-I'], '7', 'any'],
    [['python', '-sE', '-c', ''], 'random', 'any'],
    [['python'], 'x', 'any'],
  ] as const)('%j with PYTHONHASHSEED=%s: %s', (argv, PYTHONHASHSEED, seed) => {
    expect(hashSeed(argv, { PYTHONHASHSEED })).toBe(seed);
  });
});
