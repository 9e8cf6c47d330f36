import type { Runtime } from '../adapters/runtime.ts';
import type { Recording } from '../expectations/recording.ts';
import type { CaseResult } from '../run/judge.ts';
import { totals } from './totals.ts';

export function jsonReport(results: readonly CaseResult[], subject: Runtime, reference: Runtime | Recording): string {
  const report = {
    subject: subject.label,
    reference: reference.label,
    totals: totals(results),
    cases: results.map(({ testCase, outcome, reason, findings, rows, seconds }) => ({
      id: testCase.id,
      outcome,
      reason,
      rows,
      seconds: Number(seconds.toFixed(3)),
      findings,
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
