import type { KnownDifferences } from '../expectations/known-differences.ts';
import { type Outcome, withKnownDifference } from '../outcome.ts';
import type { Status, TestResult } from './events.ts';
import { isImplied } from './ids.ts';

/** One test on both interpreters. */
export interface ComparedTest {
  readonly id: string;
  /** PASS: as on CPython, whatever that is, or better. SKIP: skipped by both. */
  readonly outcome: Outcome;
  /** Why it is not PASS, or why the difference is known. */
  readonly reason: string;
  readonly reference: TestResult | undefined;
  readonly subject: TestResult | undefined;
  /** It took more than one try. */
  readonly again: boolean;
}

const BAD: ReadonlySet<Status> = new Set(['FAIL', 'XPASS', 'CRASH', 'TIMEOUT']);

const IMPLIED: TestResult = { status: 'PASS', reason: '', detail: '', seconds: 0 };

export function judgeTest(
  id: string,
  results: { readonly reference: TestResult | undefined; readonly subject: TestResult | undefined },
  known: KnownDifferences,
  again: boolean,
): ComparedTest {
  const reference = results.reference ?? (isImplied(id) ? IMPLIED : undefined);
  const subject = results.subject ?? (isImplied(id) ? IMPLIED : undefined);
  const entry = known.find(id);
  const { outcome: plain, reason } = verdictOf(reference, subject);
  const outcome = plain === 'PASS' && entry?.sometimes ? 'PASS' : withKnownDifference(plain, entry !== undefined);
  return { id, outcome, reason: known.reasonFor(id, outcome, reason), reference, subject, again };
}

function verdictOf(
  reference: TestResult | undefined,
  subject: TestResult | undefined,
): { outcome: Outcome; reason: string } {
  if (subject === undefined) return { outcome: 'FAIL', reason: 'CPython has this test, and the runtime does not' };
  if (reference === undefined) return { outcome: 'FAIL', reason: 'the runtime has this test, and CPython does not' };
  const [a, b] = [reference.status, subject.status];
  if (a === b) return a === 'SKIP' ? { outcome: 'SKIP', reason: reference.reason } : { outcome: 'PASS', reason: '' };
  const noWorse = b === 'PASS' ? a !== 'XFAIL' : BAD.has(a) && b === 'FAIL';
  if (noWorse) return { outcome: 'PASS', reason: '' };
  if (b === 'CRASH' || b === 'TIMEOUT') return { outcome: b, reason: subject.reason };
  if (b === 'SKIP') return { outcome: 'FAIL', reason: `CPython ran it, and it was skipped: ${subject.reason}` };
  return { outcome: 'FAIL', reason: `${a} on CPython, ${b} here: ${subject.reason}` };
}
