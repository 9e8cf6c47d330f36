import { OUTCOMES, type Outcome } from '../outcome.ts';
import type { CaseResult } from '../run/judge.ts';

/** How many cases came to each outcome. */
export function totals(results: readonly CaseResult[]): Record<Outcome, number> {
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  for (const { outcome } of results) counts[outcome] += 1;
  return counts;
}
