import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resultOf } from '../src/results.ts';
import type { Scenario } from '../src/scenarios/scenario.ts';
import { median, pairedRatio, quantile, spread } from '../src/statistics.ts';

describe('quantile', () => {
  it('is linear between the nearest two', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(quantile([10, 20], 0.25)).toBe(12.5);
    expect(spread([5, 1, 4, 2, 3])).toEqual({ median: 3, low: 2, high: 4 });
  });

  it('keeps order, lies among the values, and does not change them', () => {
    const values = fc.array(fc.double({ min: 1e-9, max: 1e9, noNaN: true }), { minLength: 1 });
    fc.assert(
      fc.property(values, (some) => {
        const before = [...some];
        const { low, median: middle, high } = spread(some);
        expect(low).toBeLessThanOrEqual(middle);
        expect(middle).toBeLessThanOrEqual(high);
        expect(Math.min(...some)).toBeLessThanOrEqual(low);
        expect(high).toBeLessThanOrEqual(Math.max(...some));
        expect(some).toEqual(before);
      }),
    );
  });

  it('of nothing is an error', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('pairedRatio', () => {
  it('compares each round with its partner: what slows both down does not count', () => {
    expect(pairedRatio([2, 20, 4], [1, 10, 2])).toEqual({ median: 2, low: 2, high: 2 });
    expect(pairedRatio([1, 2, 9], [1, 1, 3])).toEqual({ median: 2, low: 1, high: 3 });
  });

  it('leaves rounds without a partner out', () => {
    expect(pairedRatio([1, 2], [1, 1, 7])).toEqual({ median: 1.5, low: 1, high: 2 });
  });
});

describe('resultOf', () => {
  const scenario: Scenario = { id: 'x', title: 'x', measure: 'time', program: ['x.py'] };

  it('holds a failed runtime against nobody', () => {
    const { figures, failures } = resultOf([
      { scenario, runtime: 'cpython', samples: [{ value: 1, processor: 2 }], systemCalls: { read: 1, write: 0.5 } },
      { scenario, runtime: 'pysock', samples: [{ value: 2, processor: 3 }] },
      { scenario, runtime: 'nodesockfs', samples: [], failure: 'it ended' },
    ]);
    expect(figures.cpython?.calls).toBe(1.5);
    expect(figures.pysock).toMatchObject({ processorRatio: 1.5, ratio: { median: 2 } });
    expect(figures.nodesockfs).toBeUndefined();
    expect(failures).toEqual(['it ended']);
  });
});
