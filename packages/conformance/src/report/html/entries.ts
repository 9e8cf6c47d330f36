import type { Outcome } from '../../outcome.ts';
import type { CaseResult, TestReport } from '../model.ts';
import { diffViews, type Names } from './diff.ts';
import { h, type Markup } from './element.ts';

/** Red or known differences in full; `open`: unfolded at first. */
export function caseEntry({ id, outcome, reason, findings }: CaseResult, names: Names, open: boolean): Markup {
  const body = findings.map(({ where, differences, stderr }) => [
    where === '' ? undefined : h('h4', {}, where),
    diffViews(differences, names),
    stderr.trim() === '' ? undefined : [h('h5', {}, 'standard error'), h('pre', {}, stderr.trimEnd())],
  ]);
  return entry(id, outcome, reason, body, open);
}

export function testEntry(test: TestReport, names: Names, open: boolean): Markup {
  const { id, outcome, reason, reference, subject } = test;
  const side = (title: string, result: TestReport['reference']) =>
    h(
      'div',
      { class: 'side' },
      h('h5', {}, title, ' ', pill(result?.status ?? 'no such test')),
      result?.reason ? h('p', {}, result.reason) : undefined,
      result?.detail ? h('pre', {}, result.detail.trimEnd()) : undefined,
    );
  const body = h('div', { class: 'sides' }, side(names.reference, reference), side(names.subject, subject));
  return entry(id, outcome, reason, body, open);
}

function entry(id: string, outcome: Outcome, reason: string, body: Parameters<typeof h>[2], open: boolean): Markup {
  const summary = h(
    'summary',
    {},
    pill(outcome),
    h('span', { class: 'id' }, breakable(id)),
    h('span', { class: 'why' }, reason),
  );
  return h('details', { class: 'entry', open }, summary, h('div', { class: 'body' }, body));
}

export function pill(status: string): Markup {
  return h('span', { class: `pill ${status.toLowerCase().replaceAll(' ', '-')}` }, status);
}

/** An id may be broken after a dot or a slash, so that it fits a narrow screen. */
export function breakable(id: string): Markup[] {
  return id.split(/(?<=[./_])/).map((part) => h('span', { class: 'part' }, part));
}
