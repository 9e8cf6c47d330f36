import type { Report, TestReport } from '../../src/report/model.ts';

const passed = { status: 'PASS', reason: '', detail: '', seconds: 0.1 } as const;

function testOf(name: string, more: Partial<TestReport> = {}): TestReport {
  const id = `test.test_socket.A.${name}`;
  return { id, outcome: 'PASS', reason: '', again: false, reference: passed, subject: passed, ...more };
}

/** A run with something of everything; texts have what markup must escape. */
export const REPORT: Report = {
  format: 'pysock-conformance 1',
  subject: { label: 'other (Python 3.14.2)', python: '3.14.2', platform: 'emscripten-wasm32' },
  reference: { label: 'CPython 3.14.8', python: '3.14.8', platform: 'linux-x86_64' },
  node: 'v26.0.0',
  seconds: 12.5,
  cases: [
    { id: 'tcp/echo', area: 'tcp', outcome: 'PASS', reason: '', seconds: 1, rows: 0, findings: [] },
    {
      id: 'tcp/repr',
      area: 'tcp',
      outcome: 'FAIL',
      reason: 'differs in standard output',
      seconds: 1,
      rows: 0,
      findings: [
        {
          where: '',
          differences: [{ what: 'standard output', reference: 'same\n<b>&\n', subject: 'same\n<i>&\u0000\n' }],
          stderr: 'Traceback',
        },
      ],
    },
    { id: 'unix/pair', area: 'unix', outcome: 'XFAIL', reason: 'wasm32', seconds: 1, rows: 0, findings: [] },
  ],
  suites: [
    {
      name: 'test_socket',
      tests: [
        testOf('test_same'),
        testOf('test_skipped', {
          outcome: 'SKIP',
          reason: 'no CAN',
          reference: { ...passed, status: 'SKIP' },
          subject: { ...passed, status: 'SKIP' },
        }),
        testOf('test_crash', {
          outcome: 'CRASH',
          reason: 'the process ended (SIGSEGV)',
          subject: { status: 'CRASH', reason: 'the process ended (SIGSEGV)', detail: 'stack <of> it', seconds: 1 },
        }),
        testOf('test_known', {
          outcome: 'XFAIL',
          reason: 'wasm32',
          subject: { ...passed, status: 'SKIP', reason: 'no fork' },
        }),
      ],
    },
  ],
  problems: ['known.json lists <x>, and there is no such test: remove the entry'],
  notes: ['a note'],
};
