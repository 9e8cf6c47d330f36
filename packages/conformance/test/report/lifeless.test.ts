import { describe, expect, it } from 'vitest';
import { lifeless } from '../../src/report/lifeless.ts';
import type { Report, TestReport } from '../../src/report/model.ts';
import { REPORT } from '../support/report.ts';

const passed = { status: 'PASS', reason: '', detail: '', seconds: 0 } as const;
const lost = { status: 'TIMEOUT', reason: 'no end in 6 s', detail: '', seconds: 6 } as const;
const broken = { ...lost, status: 'CRASH' } as const;

type Results = Pick<TestReport, 'reference' | 'subject'>;

function reportOf(...results: Results[]): Report {
  const tests = results.map((pair, index) => {
    return { id: `test.test_socket.A.test_${index}`, outcome: 'FAIL', reason: '', again: false, ...pair } as const;
  });
  return { ...REPORT, suites: [{ name: 'test_socket', tests }] };
}

describe('figures that are none', () => {
  it('a suite with nothing but time-outs and crashes, whatever CPython skips', () => {
    const skipped = { reference: { ...passed, status: 'SKIP' }, subject: { ...passed, status: 'SKIP' } } as const;
    const report = reportOf(skipped, { reference: passed, subject: lost }, { reference: passed, subject: broken });
    expect(lifeless(report, 'pyodide')).toBe(
      [
        'test_socket on other (Python 3.14.2): nothing but time-outs (1) and crashes (1), which are no figures of a runtime',
        'raise --time-limit and --start-limit (a case: # conformance: time-limit=SECONDS), use fewer --jobs, or look at one alone:',
        '  pysock-conformance suite test_socket --runtime pyodide -k test.test_socket.A.test_1',
      ].join('\n'),
    );
    expect(lifeless(report, 'pyodide', 3)).toBeUndefined();
  });

  it('a suite in which CPython itself does not run', () => {
    expect(lifeless(reportOf({ reference: lost, subject: passed }), undefined)).toMatch(
      /^test_socket on CPython 3.14.8:/,
    );
  });

  it('cases with nothing but time-outs and crashes', () => {
    const cases = REPORT.cases.map((each) => ({ ...each, outcome: 'CRASH' as const }));
    expect(lifeless({ ...REPORT, cases }, undefined)).toMatch(
      /^the cases on other[\s\S]+ {2}pysock-conformance run -k tcp\/echo$/,
    );
  });
});

it('one result that is one is enough', () => {
  expect(lifeless(REPORT, undefined)).toBeUndefined();
  const failed = { ...passed, status: 'FAIL' } as const;
  expect(
    lifeless(reportOf({ reference: passed, subject: lost }, { reference: passed, subject: failed }), undefined),
  ).toBeUndefined();
});
