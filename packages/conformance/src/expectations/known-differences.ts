import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Case } from '../discover/discover.ts';

const entrySchema = z.strictObject({
  /** Id of the case. */
  case: z.string(),
  /** Why it differs. */
  reason: z.string().check(z.minLength(10, 'a reason of some words')),
  /** The place that decides it: a file of ours, or of CPython or Pyodide. */
  decidedBy: z.string().check(z.minLength(1)),
});

export type KnownDifference = z.infer<typeof entrySchema>;

/** Contract: a file that is not there lists nothing; throws an Error `file: place: what was expected`. */
export function readKnownDifferences(path: string): KnownDifference[] {
  if (!existsSync(path)) return [];
  const parsed = z.array(entrySchema).safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${path}: entry ${issue?.path.join('.')}: ${issue?.message}`);
}

/** Contract: throws an Error that names the entries whose case does not exist, or that stand twice. */
export function checkKnownDifferences(known: readonly KnownDifference[], cases: readonly Case[]): void {
  const ids = new Set(cases.map(({ id }) => id));
  const unknown = known.filter((entry) => !ids.has(entry.case)).map((entry) => entry.case);
  if (unknown.length > 0) throw new Error(`known differences name cases that do not exist: ${unknown.join(', ')}`);
  const twice = known.map((entry) => entry.case).filter((id, index, all) => all.indexOf(id) !== index);
  if (twice.length > 0) throw new Error(`known differences name a case twice: ${twice.join(', ')}`);
}
