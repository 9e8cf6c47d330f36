import { isRed, type Outcome } from '../outcome.ts';
import { classOf } from '../suites/ids.ts';
import { escapeMarkup } from './markup.ts';
import type { CaseResult, Report, TestReport } from './model.ts';

interface Entry {
  readonly suite: string;
  readonly className: string;
  readonly name: string;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly text: string;
  readonly seconds: number;
}

/** JUnit's XML, as CI servers read it. A known difference counts as skipped; what has no test of its own is in `run`. */
export function junitReport(report: Report): string {
  const problems = report.problems.map((problem, index): Entry => {
    const entry = {
      suite: 'run',
      className: 'run',
      name: `problem ${index + 1}`,
      outcome: 'FAIL',
      seconds: 0,
    } as const;
    return { ...entry, reason: problem, text: '' };
  });
  const tests = report.suites.flatMap(({ name, tests: all }) => all.map((test) => testEntry(name, test)));
  const entries = [...problems, ...report.cases.map(caseEntry), ...tests];
  const suites = [...new Set(entries.map(({ suite }) => suite))];
  const counts = countAttributes(entries);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeMarkup(`${report.subject.label} beside ${report.reference.label}`)}" ${counts}>`,
    ...suites.flatMap((suite) =>
      suiteLines(
        suite,
        entries.filter((entry) => entry.suite === suite),
      ),
    ),
    '</testsuites>',
    '',
  ].join('\n');
}

function caseEntry({ id, area, findings, ...rest }: CaseResult): Entry {
  const text = findings
    .flatMap(({ where, differences, stderr }) => [
      where,
      ...differences.flatMap(({ what, reference, subject }) => [
        `${what}:`,
        '- reference:',
        reference,
        '+ runtime:',
        subject,
      ]),
      stderr,
    ])
    .filter((line) => line !== '')
    .join('\n');
  const suite = `cases ${area}`.trim();
  return { ...rest, suite, className: suite.replaceAll(' ', '.'), name: id, text };
}

function testEntry(suite: string, { id, outcome, reason, reference, subject }: TestReport): Entry {
  const sides = [
    ['on CPython', reference],
    ['here', subject],
  ] as const;
  const text = sides.flatMap(([where, side]) => (side?.detail ? [`${where}:`, side.detail] : [])).join('\n');
  const name = id.slice(classOf(id).length + 1) || id;
  return { suite, className: classOf(id), name, outcome, reason, text, seconds: subject?.seconds ?? 0 };
}

function suiteLines(name: string, entries: readonly Entry[]): string[] {
  return [
    `  <testsuite name="${escapeMarkup(name)}" ${countAttributes(entries)}>`,
    ...entries.flatMap(entryLines),
    '  </testsuite>',
  ];
}

function entryLines({ className, name, outcome, reason, text, seconds }: Entry): string[] {
  const head = `    <testcase classname="${escapeMarkup(className)}" name="${escapeMarkup(name)}" time="${seconds.toFixed(3)}"`;
  if (isRed(outcome)) {
    const failure = `<failure type="${outcome}" message="${escapeMarkup(reason)}">${escapeMarkup(text)}</failure>`;
    return [`${head}>`, `      ${failure}`, '    </testcase>'];
  }
  if (outcome === 'PASS') return [`${head}/>`];
  const message = outcome === 'XFAIL' ? `known difference: ${reason}` : reason;
  return [`${head}>`, `      <skipped message="${escapeMarkup(message)}"/>`, '    </testcase>'];
}

function countAttributes(entries: readonly Entry[]): string {
  const failures = entries.filter(({ outcome }) => isRed(outcome)).length;
  const skipped = entries.filter(({ outcome }) => outcome === 'SKIP' || outcome === 'XFAIL').length;
  const time = entries.reduce((sum, { seconds }) => sum + seconds, 0);
  return `tests="${entries.length}" failures="${failures}" errors="0" skipped="${skipped}" time="${time.toFixed(3)}"`;
}
