import { sideBySide, wrap } from '../report/columns.ts';
import type { Paint } from '../report/paint.ts';
import { shownLines } from './lines.ts';
import { listing } from './listing.ts';
import type { ActResult, Part, Voice } from './run.ts';
import { type Act, actScripts } from './scripts.ts';

export interface Page {
  readonly width: number;
  readonly paint: Paint;
  /** Whose output stands on each side. */
  readonly labels: { readonly subject: string; readonly reference: string };
}

/** What an act looks like in a terminal, line by line, before it is played. */
export function actHead(act: Act, last: number, page: Page): string[] {
  return actScripts(act).flatMap((script) => [
    '',
    heading(`── ${script.snippet.number} of ${last}  ${script.title} `, page),
    ...(script.lead === '' ? [] : wrap(`${script.lead}:`, page.width, 0)),
    ...listing(script, page.width, page.paint),
  ]);
}

function heading(text: string, { width, paint }: Page): string {
  return paint('bold', text.padEnd(width, '─'));
}

export function actBody({ act, parts }: ActResult, page: Page): string[] {
  if (act.kind === 'pair') return pairBody(parts, page);
  return parts.flatMap((part) => {
    const [voice] = part.voices;
    return voice ? aloneBody(part.kind, voice, page) : [];
  });
}

const CAPTIONS = {
  script: '',
  'as it stands': 'Without the line that an earlier script brought:',
  values: 'Once more, and what its names hold at the end:',
  pair: '',
} as const;

function aloneBody(kind: Part['kind'], voice: Voice, page: Page): string[] {
  const caption = CAPTIONS[kind] === '' ? [] : [page.paint('dim', `  ${CAPTIONS[kind]}`)];
  const brief = kind !== 'script' && voice.differences.length === 0;
  return ['', ...caption, ...(brief ? single(voice, page) : columns(voice, page)), verdict(voice, page)];
}

function pairBody(parts: readonly Part[], page: Page): string[] {
  const { paint } = page;
  const shown = parts.filter(
    (part, index) => index === 0 || part.voices.some(({ differences }) => differences.length > 0),
  );
  const bodies = shown.flatMap((part) =>
    part.voices.flatMap((voice) => ['', paint('dim', `  The ${voice.who}:`), ...columns(voice, page)]),
  );
  const compared = parts.some((part) => part.voices.some(({ reference }) => reference));
  const table = parts.map((part) => {
    const same = part.voices.every(({ differences }) => differences.length === 0);
    return (
      combination(part.voices.map(({ runtime }) => runtime.adapter.name)) +
      (compared ? mark(same, page) : 'not compared')
    );
  });
  const reference = compared
    ? [`${combination(['CPython', 'CPython'])}${paint('dim', 'what they are compared with')}`]
    : [];
  return [...bodies, '', ...table, ...reference];
}

function combination([server = '', client = '']: readonly string[]): string {
  return `  server on ${server}`.padEnd(21) + `client on ${client}`.padEnd(19);
}

/** Both outputs side by side, the lines that differ marked. */
function columns(voice: Voice, page: Page): string[] {
  if (!voice.reference) return single(voice, page);
  const { paint, width } = page;
  const half = Math.floor((width - 6) / 2);
  const left = shownLines(voice.subject);
  const right = shownLines(voice.reference);
  const rows = sideBySide(left.text, right.text, half, {
    left: (_, index) => left.keys[index]!,
    right: (_, index) => right.keys[index]!,
  });
  const row = (a: string, b: string, middle: string) => `  ${a.padEnd(half)} ${middle} ${b}`.trimEnd();
  const head = row(fit(voice.runtime.label, half), fit(page.labels.reference, half), '│');
  return [
    paint('bold', head),
    ...rows.map(({ left: a, right: b, same }) => (same ? row(a, b, '│') : paint('red', row(a, b, '≠')))),
  ];
}

function single(voice: Voice, page: Page): string[] {
  return shownLines(voice.subject).text.flatMap((line) => wrap(line, page.width - 2).map((piece) => `  ${piece}`));
}

function verdict(voice: Voice, page: Page): string {
  if (!voice.reference) return page.paint('yellow', '  not compared: there is nothing to compare with here');
  return `  ${mark(voice.differences.length === 0, page)}`;
}

function mark(same: boolean, { paint, labels }: Page): string {
  return same ? paint('green', `✓ same as ${labels.reference}`) : paint('red', `✗ differs from ${labels.reference}`);
}

function fit(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, width - 1)}…`;
}
