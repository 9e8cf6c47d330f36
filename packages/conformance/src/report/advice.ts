import { isRed, type Outcome } from '../outcome.ts';
import type { Report } from './model.ts';

interface RedResult {
  readonly id: string;
  readonly outcome: Outcome;
  readonly reason: string;
  readonly suite: string | undefined;
}

/** How many are named in the command that runs them again. */
const MOST = 3;

const ADVICE: readonly { readonly says: string; readonly fits: (result: RedResult) => boolean }[] = [
  {
    says: 'FAIL: mend the runtime; a difference that has to stay goes into known-differences.json, with its reason and the place that decides it',
    fits: ({ outcome, reason }) => outcome === 'FAIL' && !isLeak(reason),
  },
  {
    says: 'TIMEOUT: find out what it waits for; a case that takes long says so at its top, # conformance: time-limit=SECONDS, and for tests there is --time-limit',
    fits: ({ outcome }) => outcome === 'TIMEOUT',
  },
  {
    says: 'CRASH: the interpreter broke, not the program: its last words are under "standard error"; start that program alone with it',
    fits: ({ outcome }) => outcome === 'CRASH',
  },
  {
    says: 'processes left behind: they were killed; a program and its runtime have to end all that they start before they end',
    fits: ({ reason }) => isLeak(reason),
  },
];

function isLeak(reason: string): boolean {
  return /\bleft (processes )?behind\b/.test(reason);
}

/** What to do about what is red, one line for each kind of it, and how to run it again alone; nothing when nothing is. */
export function adviceLines(report: Report): string[] {
  const { again } = report;
  const red = redResults(report);
  if (red.length === 0) return [];
  return [...ADVICE.filter(({ fits }) => red.some(fits)).map(({ says }) => says), ...againLines(red, again)];
}

function redResults({ cases, suites }: Report): RedResult[] {
  const all = [
    ...cases.map(({ id, outcome, reason }) => ({ id, outcome, reason, suite: undefined })),
    ...suites.flatMap(({ name, tests }) =>
      tests.map(({ id, outcome, reason }) => ({ id, outcome, reason, suite: name })),
    ),
  ];
  return all.filter(({ outcome }) => isRed(outcome));
}

/** A word as a shell takes it. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

const wordsOf = (words: readonly string[] = []): string => words.map((word) => ` ${quoted(word)}`).join('');

function againLines(red: readonly RedResult[], again: Report['again']): string[] {
  const suites = [...new Set(red.map(({ suite }) => suite))];
  return suites.map((suite) => {
    const ids = red.filter((result) => result.suite === suite).map(({ id }) => id);
    const filter = ids.slice(0, MOST).map((id) => ` -k ${quoted(id)}`);
    const command = suite === undefined ? `run${wordsOf(again?.paths)}` : `suite ${suite}`;
    const some = ids.length > MOST ? ` (${MOST} of ${ids.length})` : '';
    return `again, alone${some}: npx pysock-conformance ${command}${wordsOf(again?.options)}${filter.join('')}`;
  });
}
