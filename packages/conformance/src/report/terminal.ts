import { diffLines } from '../compare/diff.ts';
import { isRed, OUTCOMES } from '../outcome.ts';
import { adviceLines } from './advice.ts';
import { AREA_COLUMNS, suiteColumns } from './columns-of.ts';
import { knownGroups } from './known.ts';
import type { CaseResult, Report, TestReport } from './model.ts';
import type { Paint } from './paint.ts';
import { sinceLines } from './since.ts';
import { textTable } from './table.ts';
import { areaRows, everything, isRedReport, suiteRow, sumRows, sumSuiteRows, totals, withSum } from './totals.ts';

/** Contract: nothing for a pass; else the outcome with its reason, and for what is red the differences. */
export function caseLines({ id, outcome, reason, findings }: CaseResult, paint: Paint): string[] {
  if (outcome === 'PASS') return [];
  const head = `${outcome} ${id}: ${reason}`;
  if (!isRed(outcome)) return [paint('yellow', head)];
  return [paint('red', head), ...findings.flatMap((finding) => findingLines(finding, paint))];
}

function findingLines({ where, differences, stderr }: CaseResult['findings'][number], paint: Paint): string[] {
  const title = where === '' ? [] : [`  ${where}`];
  const differing = differences.flatMap(({ what, reference, subject }) => [
    `  ${what}:`,
    ...diffLines(reference.split('\n'), subject.split('\n')).flatMap(({ left, right, same }) => {
      if (same) return [`      ${left}`];
      const gone = left === undefined ? [] : [paint('green', `    - ${left}`)];
      return right === undefined ? gone : [...gone, paint('red', `    + ${right}`)];
    }),
  ]);
  return [...title, ...differing, ...indented('standard error', stderr)];
}

const DETAIL_LINES = 12;

/** Contract: nothing but for a test that is red: its outcome, the reason, and the end of what it wrote on either side. */
export function testLines({ id, outcome, reason, reference, subject }: TestReport, paint: Paint): string[] {
  if (!isRed(outcome)) return [];
  const details = [
    ...indented('on CPython', reference?.detail ?? '', DETAIL_LINES),
    ...indented('here', subject?.detail ?? '', DETAIL_LINES),
  ];
  return [paint('red', `${outcome} ${id}: ${reason}`), ...details];
}

function indented(title: string, text: string, most = Number.POSITIVE_INFINITY): string[] {
  const trimmed = text.trimEnd();
  if (trimmed === '') return [];
  const lines = trimmed.split('\n');
  const cut = lines.length > most ? ['      …'] : [];
  return [`  ${title}:`, ...cut, ...lines.slice(-most).map((line) => `      ${line}`)];
}

/** `412 PASS, 3 XFAIL` */
export function countLine(report: Report): string {
  const counts = totals(everything(report));
  return OUTCOMES.filter((outcome) => counts[outcome] > 0)
    .map((outcome) => `${counts[outcome]} ${outcome}`)
    .join(', ');
}

export function summaryLines(report: Report, paint: Paint): string[] {
  const name = report.subject.label.split(' ')[0]!;
  const suites = withSum(report.suites.map(suiteRow), sumSuiteRows);
  const known = knownGroups(report);
  const tables = [
    report.cases.length > 0 ? textTable(AREA_COLUMNS, withSum(areaRows(report.cases), sumRows)) : [],
    suites.length > 0 ? textTable(suiteColumns(name), suites) : [],
    known.length > 0 ? ['known differences', ...known.map(({ reason, ids }) => `  ${ids.length} × ${reason}`)] : [],
  ].filter((lines) => lines.length > 0);
  const red = isRedReport(report);
  const again = report.suites.flatMap(({ tests }) => tests).filter((test) => test.again && !isRed(test.outcome));
  return [
    ...tables.flatMap(([head, ...lines]) => ['', paint('bold', head!), ...lines]),
    '',
    ...report.notes.map((note) => paint('dim', note)),
    ...sinceLines(report),
    ...again.map(({ id }) => paint('yellow', `only at another try: ${id}`)),
    ...report.problems.map((problem) => paint('red', problem)),
    ...adviceLines(report).map((line) => paint('bold', line)),
    ...(report.cases.some(({ outcome }) => isRed(outcome)) ? ['- reference, + runtime'] : []),
    paint('dim', `${report.seconds} s`),
    paint(red ? 'red' : 'green', countLine(report)),
  ];
}
