import { diffLines } from '../compare/diff.ts';
import { isRed, OUTCOMES } from '../outcome.ts';
import type { CaseResult, Finding } from '../run/judge.ts';
import type { Paint } from './paint.ts';
import { totals } from './totals.ts';

/** Contract: nothing for a pass; else the outcome with its reason, and for what is red the differences. */
export function caseLines(result: CaseResult, paint: Paint): string[] {
  const { testCase, outcome, reason, findings } = result;
  if (outcome === 'PASS') return [];
  const head = `${outcome} ${testCase.id}: ${outcome === 'XPASS' ? 'it is listed as a known difference, and passes: remove the entry' : reason}`;
  if (!isRed(outcome)) return [paint('yellow', head)];
  return [paint('red', head), ...findings.flatMap((finding) => findingLines(finding, paint))];
}

function findingLines({ where, differences, stderr }: Finding, paint: Paint): string[] {
  const title = where === '' ? [] : [`  ${where}`];
  const differing = differences.flatMap(({ what, reference, subject }) => [
    `  ${what}:`,
    ...diffLines(reference.split('\n'), subject.split('\n')).flatMap(({ left, right, same }) => {
      if (same) return [`      ${left}`];
      const gone = left === undefined ? [] : [paint('green', `    - ${left}`)];
      return right === undefined ? gone : [...gone, paint('red', `    + ${right}`)];
    }),
  ]);
  const trouble = stderr.trimEnd();
  const errors = trouble === '' ? [] : ['  standard error:', ...trouble.split('\n').map((line) => `      ${line}`)];
  return [...title, ...differing, ...errors];
}

/** In a terminal, a line that the next one replaces. */
export function progressLine(done: number, all: number, stream: { readonly isTTY?: boolean } = process.stdout): string {
  return stream.isTTY ? `\r\u001b[K${done < all ? `${done} of ${all}` : ''}` : '';
}

export function summaryLines(results: readonly CaseResult[], paint: Paint): string[] {
  const counts = totals(results);
  const text = OUTCOMES.filter((outcome) => counts[outcome] > 0).map((outcome) => `${counts[outcome]} ${outcome}`);
  const red = results.some(({ outcome }) => isRed(outcome));
  return ['- reference, + runtime'.slice(0, red ? undefined : 0), paint(red ? 'red' : 'green', text.join(', '))].filter(
    (line) => line !== '',
  );
}
