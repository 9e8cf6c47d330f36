import { isRed } from '../outcome.ts';
import { adviceLines } from './advice.ts';
import { AREA_COLUMNS, suiteColumns } from './columns-of.ts';
import { knownGroups } from './known.ts';
import { escapeMarkup } from './markup.ts';
import type { CaseResult, Report, TestReport } from './model.ts';
import { sinceLines } from './since.ts';
import { type Column, markdownTable } from './table.ts';
import { caseLines, countLine, testLines } from './terminal.ts';
import { areaRows, isRedReport, type Row, suiteRow, sumRows, sumSuiteRows, withSum } from './totals.ts';

/** A CI summary may have 1 MiB: so many differences are shown in full, and so many are named. */
const IN_FULL = 50;
const NAMED = 500;

const plain = (_style: unknown, text: string) => text;

/** For a pull request or the summary of a CI job: what is red, the tables, and the known differences by reason. */
export function markdownReport(report: Report): string {
  const name = report.subject.label.split(' ')[0]!;
  const red = [
    ...report.cases.filter(({ outcome }) => isRed(outcome)).map((entry) => ({ entry, lines: caseLines(entry, plain) })),
    ...report.suites
      .flatMap(({ tests }) => tests)
      .filter(({ outcome }) => isRed(outcome))
      .map((entry) => ({ entry, lines: testLines(entry, plain) })),
  ];
  return [
    `## ${isRedReport(report) ? '❌' : '✅'} ${report.subject.label} beside ${report.reference.label}`,
    '',
    `${countLine(report)} in ${report.seconds} s on Node ${report.node}.`,
    ...section(report.problems.map((problem) => `- ${problem}`)),
    ...section(red.slice(0, IN_FULL).flatMap(({ entry, lines }) => details(entry, lines))),
    ...section(red.slice(IN_FULL, NAMED).map(({ entry }) => `- ${entry.outcome} \`${entry.id}\``)),
    ...section(red.length > NAMED ? [`… and ${red.length - NAMED} more`] : []),
    ...section(adviceLines(report).map((line) => `- ${line}`)),
    ...tableSection(suiteColumns(name), withSum(report.suites.map(suiteRow), sumSuiteRows)),
    ...tableSection(AREA_COLUMNS, withSum(areaRows(report.cases), sumRows)),
    ...section(knownLines(report)),
    ...section(report.notes.map((note) => `- ${note}`)),
    ...section(sinceLines(report).map((line) => (line.startsWith(' ') ? `  - ${line.trim()}` : `- ${line}`))),
    '',
  ].join('\n');
}

function section(lines: readonly string[]): string[] {
  return lines.length > 0 ? ['', ...lines] : [];
}

function tableSection<T extends Row>(columns: readonly Column<T>[], rows: readonly T[]): string[] {
  return rows.length > 0 ? ['', ...markdownTable(columns, rows)] : [];
}

function details({ id, outcome, reason }: CaseResult | TestReport, [, ...lines]: readonly string[]): string[] {
  const head = `${outcome} <code>${escapeMarkup(id)}</code>: ${escapeMarkup(reason)}`;
  if (lines.length === 0) return [`- ${head}`, ''];
  return [`<details><summary>${head}</summary>`, '', `<pre>${escapeMarkup(lines.join('\n'))}</pre>`, '</details>', ''];
}

function knownLines(report: Report): string[] {
  const groups = knownGroups(report);
  if (groups.length === 0) return [];
  return ['Known differences:', '', ...groups.map(({ reason, ids }) => `- ${ids.length} × ${reason}`)];
}
