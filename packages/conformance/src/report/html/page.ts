import { isRed } from '../../outcome.ts';
import type { Report } from '../model.ts';
import { countLine } from '../terminal.ts';
import { everything, isRedReport } from '../totals.ts';
import { h, type Markup, raw, render } from './element.ts';
import { SCRIPT } from './script.ts';
import { type Section, sectionsOf } from './sections.ts';
import { STYLE } from './style.ts';

/** Nothing is loaded from anywhere, and the browser sees to it. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/** One page that needs nothing else. */
export function htmlReport(report: Report): string {
  const title = `${report.subject.label} beside ${report.reference.label}`;
  const sections = sectionsOf(report);
  const head = [
    raw('<meta charset="utf-8">'),
    raw(`<meta http-equiv="Content-Security-Policy" content="${POLICY}">`),
    raw('<meta name="viewport" content="width=device-width, initial-scale=1">'),
    h('title', {}, title),
    h('style', {}, raw(STYLE)),
  ];
  const body = [
    h('header', {}, h('h1', {}, title), verdict(report), navigation(sections)),
    h(
      'main',
      {},
      sections.map((section) => [h('h2', { id: anchor(section) }, section.title), section.content]),
    ),
    h(
      'footer',
      {},
      `${report.seconds} s on Node ${report.node} · ${report.reference.platform} beside ${report.subject.platform}`,
    ),
    h('script', {}, raw(SCRIPT)),
  ];
  return `<!doctype html>\n${render(h('html', { lang: 'en' }, h('head', {}, head), h('body', {}, body)))}\n`;
}

function verdict(report: Report): Markup {
  const red = everything(report).filter(({ outcome }) => isRed(outcome)).length + report.problems.length;
  const text = red > 0 ? `${red} to look at` : 'As on CPython';
  const counts = h('span', { class: 'counts' }, countLine(report));
  return h('div', { class: isRedReport(report) ? 'verdict bad' : 'verdict' }, text, counts);
}

function navigation(sections: readonly Section[]): Markup {
  return h(
    'nav',
    {},
    sections.map((section) => h('a', { href: `#${anchor(section)}` }, section.title)),
  );
}

function anchor({ title }: Section): string {
  return title.toLowerCase().replace(/[^a-z]+/g, '-');
}
