import type { Column } from './table.ts';
import type { Row, SuiteRow } from './totals.ts';

function count<T extends Row>(head: string, value: (row: T) => number): Column<T> {
  return { head, align: 'right', cell: (row) => String(value(row)) };
}

const OUTCOME_COLUMNS: readonly Column<Row>[] = [
  { ...count<Row>('red', ({ red }) => red), kind: 'bad' },
  { ...count<Row>('known', ({ known }) => known), kind: 'known' },
  count('same', ({ same }) => same),
  count('skipped', ({ skipped }) => skipped),
];

export const AREA_COLUMNS: readonly Column<Row>[] = [
  { head: 'area', align: 'left', cell: ({ name }) => name },
  count('cases', ({ all }) => all),
  ...OUTCOME_COLUMNS,
];

/** `name`: that of the runtime. */
export function suiteColumns(name: string): Column<SuiteRow>[] {
  return [
    { head: 'suite', align: 'left', cell: (row) => row.name },
    count('tests', ({ all }) => all),
    count('CPython passes', ({ reference }) => reference.PASS),
    count(`${name} passes`, ({ subject }) => subject.PASS),
    ...OUTCOME_COLUMNS,
    count('fails', ({ subject }) => subject.FAIL + subject.XPASS),
    count('skips', ({ subject }) => subject.SKIP),
    count('breaks', ({ subject }) => subject.CRASH),
    count('hangs', ({ subject }) => subject.TIMEOUT),
  ];
}
