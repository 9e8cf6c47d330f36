/** What a case came to. `X...`: the case is listed as a known difference. */
export type Outcome = 'PASS' | 'FAIL' | 'SKIP' | 'XFAIL' | 'XPASS' | 'CRASH' | 'TIMEOUT';

export const OUTCOMES: readonly Outcome[] = ['PASS', 'FAIL', 'SKIP', 'XFAIL', 'XPASS', 'CRASH', 'TIMEOUT'];

/** A run with one of these is red. A known difference that is gone is red too: its entry must be removed. */
const RED: ReadonlySet<Outcome> = new Set(['FAIL', 'XPASS', 'CRASH', 'TIMEOUT']);

export function isRed(outcome: Outcome): boolean {
  return RED.has(outcome);
}

/** Contract: a listed case fails as XFAIL whatever way it fails, and passes as XPASS; a skip stays one. */
export function withKnownDifference(outcome: Outcome, listed: boolean): Outcome {
  if (!listed || outcome === 'SKIP') return outcome;
  return outcome === 'PASS' ? 'XPASS' : 'XFAIL';
}
