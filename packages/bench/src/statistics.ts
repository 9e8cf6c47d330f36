/** Medians, because a busy machine gives some rounds far too long a time and never one too short. */

/** Linear between the nearest two. `share` 0.5 is the median. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError('there are no values');
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] as number;
  const above = sorted[Math.ceil(position)] as number;
  return below + (above - below) * (position - Math.floor(position));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The median and the quartiles. */
export function spread(values: readonly number[]): Spread {
  return { median: median(values), low: quantile(values, 0.25), high: quantile(values, 0.75) };
}

/** Ratios of what was measured in the same round: their median and their whole range. Rounds without a partner don't count. */
export function pairedRatio(values: readonly number[], reference: readonly number[]): Spread {
  const pairs = Math.min(values.length, reference.length);
  const ratios = values.slice(0, pairs).map((value, round) => value / (reference[round] as number));
  return { median: median(ratios), low: Math.min(...ratios), high: Math.max(...ratios) };
}
