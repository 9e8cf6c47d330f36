import { isRed, OUTCOMES } from '../../outcome.ts';
import { adviceLines } from '../advice.ts';
import { AREA_COLUMNS, suiteColumns } from '../columns-of.ts';
import { knownGroups } from '../known.ts';
import type { Report } from '../model.ts';
import { sinceGroups } from '../since.ts';
import { areaRows, everything, suiteRow, sumRows, sumSuiteRows, withSum } from '../totals.ts';
import type { Names } from './diff.ts';
import { type Child, h } from './element.ts';
import { breakable, caseEntry, pill, testEntry } from './entries.ts';
import { tableOf } from './table.ts';

export interface Section {
  readonly title: string;
  /** Empty: the section is left out. */
  readonly content: readonly Child[];
}

/** So many differences are unfolded at first. */
const OPEN = 6;

/** In the order of the page: what differs comes first. */
export function sectionsOf(report: Report): Section[] {
  const names = namesOf(report);
  const suites = withSum(report.suites.map(suiteRow), sumSuiteRows);
  const areas = withSum(areaRows(report.cases), sumRows);
  const all = [
    { title: 'What differs', content: differences(report, names) },
    { title: 'Since the older report', content: changes(report) },
    {
      title: "CPython's test suites",
      content: suites.length > 0 ? [tableOf(suiteColumns(names.subject), suites)] : [],
    },
    { title: 'Cases by area', content: areas.length > 0 ? [tableOf(AREA_COLUMNS, areas)] : [] },
    { title: 'Known differences', content: known(report) },
    { title: 'Notes', content: report.notes.map((note) => h('p', {}, note)) },
    { title: 'Everything', content: list(report) },
  ];
  return all.filter(({ content }) => content.length > 0);
}

/** `pysock` of `pysock (Python 3.14.2)` */
function namesOf({ subject, reference }: Report): Names {
  const first = (label: string) => label.split(' ')[0]!;
  return { reference: first(reference.label), subject: first(subject.label) };
}

function differences(report: Report, names: Names): Child[] {
  const cases = report.cases.filter(({ outcome }) => isRed(outcome));
  const tests = report.suites.flatMap((suite) => suite.tests).filter(({ outcome }) => isRed(outcome));
  return [
    ...report.problems.map((problem) => h('div', { class: 'problem' }, problem)),
    ...advice(report),
    ...cases.map((entry, index) => caseEntry(entry, names, index < OPEN)),
    ...tests.map((entry, index) => testEntry(entry, names, cases.length + index < OPEN)),
  ];
}

function advice(report: Report): Child[] {
  const lines = adviceLines(report).map((line) => h('p', { class: 'dim' }, line));
  return lines.length === 0 ? [] : [h('details', { class: 'fold group' }, h('summary', {}, 'What to do'), lines)];
}

function changes(report: Report): Child[] {
  if (report.since === undefined) return [];
  const groups = sinceGroups(report).map(({ title, ids }) => {
    const items = ids.map((id) => h('li', {}, breakable(id)));
    return h(
      'details',
      { class: 'fold group' },
      h('summary', {}, h('b', {}, ids.length), ' ', title),
      h('ul', { class: 'ids' }, items),
    );
  });
  return [h('p', { class: 'dim' }, report.since.file), groups.length > 0 ? groups : h('p', {}, 'Nothing has changed.')];
}

function known(report: Report): Child[] {
  return knownGroups(report).map(({ reason, ids }) => {
    const items = ids.map((id) => h('li', {}, breakable(id)));
    const summary = h('summary', {}, h('b', {}, ids.length), ' × ', reason);
    return h('details', { class: 'fold group' }, summary, h('ul', { class: 'ids' }, items));
  });
}

function list(report: Report): Child[] {
  const entries = everything(report);
  const there = OUTCOMES.filter((outcome) => entries.some((entry) => entry.outcome === outcome));
  const options = there.map((outcome) => h('option', { value: outcome }, outcome));
  const search = h(
    'div',
    { class: 'search' },
    h('input', { id: 'search', type: 'search', placeholder: 'part of an id', 'aria-label': 'part of an id' }),
    h('select', { id: 'outcome', 'aria-label': 'outcome' }, h('option', { value: '' }, 'every outcome'), options),
  );
  const items = entries.map(({ id, outcome }) =>
    h('li', { 'data-id': id, 'data-outcome': outcome }, pill(outcome), h('span', { class: 'id' }, breakable(id))),
  );
  const summary = h('summary', {}, `${entries.length} cases and tests`);
  return [h('details', { class: 'fold' }, summary, search, h('ul', { class: 'ids all', id: 'all' }, items))];
}
