import { normalizeObservation, type Side } from '../compare/compare.ts';
import type { Observation } from '../compare/observation.ts';
import { NORMALIZATIONS } from './run.ts';

/** What a run showed, as lines to read, and the same lines as they are compared. */
export interface ShownLines {
  readonly text: readonly string[];
  readonly keys: readonly string[];
}

export function shownLines(side: Side): ShownLines {
  return {
    text: observationLines(side.observation),
    keys: observationLines(normalizeObservation(side, NORMALIZATIONS)),
  };
}

function observationLines({ stdout, exit, exception, seen }: Observation): string[] {
  const printed = stdout === '' ? [] : stdout.replace(/\n$/, '').split('\n');
  const ending = /^\d+$/.test(exit) ? `exit code ${exit}` : exit;
  const silent = printed.length === 0 && exception === null ? ['(prints nothing)'] : [];
  return [...silent, ...printed, ...(exception?.split('\n') ?? []), ...seen.map((what) => `(${what})`), `(${ending})`];
}
