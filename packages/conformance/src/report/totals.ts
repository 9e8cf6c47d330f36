import { isRed, OUTCOMES, type Outcome } from '../outcome.ts';
import { STATUSES, type Status } from '../suites/events.ts';
import type { CaseResult, Report, SuiteReport } from './model.ts';

/** How many cases or tests came to each outcome. */
export type Totals = Readonly<Record<Outcome, number>>;

export function totals(results: readonly { readonly outcome: Outcome }[]): Totals {
  const counts = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
  for (const { outcome } of results) counts[outcome] += 1;
  return counts;
}

/** Contract: whether the run ends with exit code 1. */
export function isRedReport(report: Report): boolean {
  return report.problems.length > 0 || everything(report).some(({ outcome }) => isRed(outcome));
}

export interface Judged {
  readonly id: string;
  readonly outcome: Outcome;
  readonly reason: string;
}

export function everything({ cases, suites }: Report): Judged[] {
  return [...cases, ...suites.flatMap(({ tests }) => tests)];
}

export interface Row {
  readonly name: string;
  readonly all: number;
  /** As on the reference. */
  readonly same: number;
  readonly skipped: number;
  readonly known: number;
  readonly red: number;
}

export function rowOf(name: string, results: readonly { readonly outcome: Outcome }[]): Row {
  const counts = totals(results);
  return {
    name,
    all: results.length,
    same: counts.PASS,
    skipped: counts.SKIP,
    known: counts.XFAIL,
    red: results.filter(({ outcome }) => isRed(outcome)).length,
  };
}

/** One row for each area, in alphabetical order; cases that lie in no area come last. */
export function areaRows(cases: readonly CaseResult[]): Row[] {
  const areas = [...new Set(cases.map(({ area }) => area))].sort((a, b) =>
    a === '' ? 1 : b === '' ? -1 : a < b ? -1 : 1,
  );
  return areas.map((area) =>
    rowOf(
      area === '' ? '(no area)' : area,
      cases.filter((entry) => entry.area === area),
    ),
  );
}

export interface SuiteRow extends Row {
  readonly reference: Readonly<Record<Status, number>>;
  readonly subject: Readonly<Record<Status, number>>;
}

export function suiteRow({ name, tests }: SuiteReport): SuiteRow {
  return { ...rowOf(name, tests), reference: statuses(tests, 'reference'), subject: statuses(tests, 'subject') };
}

/** The sum of some rows. */
export function sumRows(rows: readonly Row[]): Row {
  const sum = (key: 'all' | 'same' | 'skipped' | 'known' | 'red') => rows.reduce((total, row) => total + row[key], 0);
  return {
    name: 'all',
    all: sum('all'),
    same: sum('same'),
    skipped: sum('skipped'),
    known: sum('known'),
    red: sum('red'),
  };
}

export function sumSuiteRows(rows: readonly SuiteRow[]): SuiteRow {
  const sum = (side: 'reference' | 'subject') =>
    Object.fromEntries(
      STATUSES.map((status) => [status, rows.reduce((total, row) => total + row[side][status], 0)]),
    ) as Record<Status, number>;
  return { ...sumRows(rows), reference: sum('reference'), subject: sum('subject') };
}

/** Contract: the rows, and one with their sums when there are several. */
export function withSum<T>(rows: readonly T[], sum: (rows: readonly T[]) => T): T[] {
  return rows.length > 1 ? [...rows, sum(rows)] : [...rows];
}

function statuses(tests: SuiteReport['tests'], side: 'reference' | 'subject'): Record<Status, number> {
  const counts = Object.fromEntries(STATUSES.map((status) => [status, 0])) as Record<Status, number>;
  for (const test of tests) {
    const status = test[side]?.status;
    if (status) counts[status] += 1;
  }
  return counts;
}
