import { type Dialect, type Normalization, normalize, sameVersion } from '../normalize/normalize.ts';
import type { Observation } from './observation.ts';

/** One thing that the runtime did otherwise than the reference. */
export interface Difference {
  /** `standard output`, `exit code`, `exception`, `seen from outside`; of a table, the expression. */
  readonly what: string;
  readonly reference: string;
  readonly subject: string;
}

export interface Side {
  readonly observation: Observation;
  readonly dialect: Dialect;
}

/**
 * Contract: empty when both did the same, the named normalisations apart. The suggestion after an exception's
 * message is compared only between the same versions of Python.
 */
export function compare(reference: Side, subject: Side, names: readonly Normalization[]): Difference[] {
  const all: readonly Normalization[] = sameVersion(reference.dialect, subject.dialect)
    ? names
    : [...names, 'suggestion'];
  const a = normalizeObservation(reference, all);
  const b = normalizeObservation(subject, all);
  const aspects: [string, string, string][] = [
    ['standard output', a.stdout, b.stdout],
    ['exit code', a.exit, b.exit],
    ['exception', a.exception ?? 'none', b.exception ?? 'none'],
    ['seen from outside', a.seen.join('\n'), b.seen.join('\n')],
  ];
  return aspects
    .filter(([, left, right]) => left !== right)
    .map(([what, left, right]) => ({ what, reference: left, subject: right }));
}

const SEPARATOR = ' => ';

/**
 * For a case that prints one line `expression => result` for each of many expressions: a difference names its expression.
 * A line without the separator is compared under its number.
 */
export function compareTables(reference: Side, subject: Side, names: readonly Normalization[]): Difference[] {
  const a = rows(normalizeObservation(reference, names).stdout);
  const b = rows(normalizeObservation(subject, names).stdout);
  const missing = '(no such line)';
  const differing = [...new Set([...a.keys(), ...b.keys()])].filter((key) => a.get(key) !== b.get(key));
  const fromRows = differing.map((key) => ({
    what: key,
    reference: a.get(key) ?? missing,
    subject: b.get(key) ?? missing,
  }));
  return [...fromRows, ...compare(reference, subject, names).filter(({ what }) => what !== 'standard output')];
}

export function countRows(observation: Observation): number {
  return rows(observation.stdout).size;
}

function rows(stdout: string): Map<string, string> {
  const lines = stdout.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line, index) => {
      const at = line.indexOf(SEPARATOR);
      return at < 0 ? [`line ${index + 1}`, line] : [line.slice(0, at), line.slice(at + SEPARATOR.length)];
    }),
  );
}

export function normalizeObservation(side: Side, names: readonly Normalization[]): Observation {
  const { observation, dialect } = side;
  const rewrite = (text: string) => normalize(text, names, dialect);
  return {
    stdout: rewrite(observation.stdout),
    exit: observation.exit,
    exception: observation.exception === null ? null : normalize(observation.exception, names, dialect),
    seen: observation.seen.map(rewrite),
  };
}
