import { expect, it } from 'vitest';
import { formatReport } from '../../src/report/formats.ts';
import type { Report } from '../../src/report/model.ts';
import { since, sinceLines } from '../../src/report/since.ts';
import { REPORT } from '../support/report.ts';

const [first, ...others] = REPORT.cases as [Report['cases'][number], ...Report['cases']];
const withFirst = (outcome: 'PASS' | 'FAIL', id = first.id): Report => ({
  ...REPORT,
  cases: [{ ...first, id, outcome }, ...others],
});

it('names what is newly red, what is red no longer, and what came and went', () => {
  expect(since(withFirst('FAIL'), withFirst('PASS'), 'a.json').since).toMatchObject({ red: [first.id], mended: [] });
  expect(since(withFirst('PASS'), withFirst('FAIL'), 'a.json').since).toMatchObject({ red: [], mended: [first.id] });
  const renamed = since(withFirst('PASS', 'new/one'), withFirst('PASS'), 'a.json');
  expect(sinceLines(renamed)).toEqual([
    'since a.json:',
    '  1 not there before: new/one',
    `  1 there before, not run now: ${first.id}`,
  ]);
  expect(sinceLines(since(REPORT, REPORT, 'a.json'))).toEqual(['since a.json: the same']);
  expect(sinceLines(REPORT)).toEqual([]);
});

it('stands in every report, and is read again', () => {
  const report = since(withFirst('FAIL'), withFirst('PASS'), 'a.json');
  expect(formatReport(report, 'markdown')).toContain(`- 1 newly red: ${first.id}`);
  expect(formatReport(report, 'html')).toContain('<b>1</b> newly red');
  expect(JSON.parse(formatReport(report, 'json')).since.red).toEqual([first.id]);
});
