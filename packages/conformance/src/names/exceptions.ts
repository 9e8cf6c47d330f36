import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { NameDifference } from './compare-names.ts';

const exceptionSchema = z.strictObject({
  /** `socket.EAGAIN` */
  path: z.string(),
  /** `value`, `signature`, `presence` */
  fact: z.string(),
  /** Why it differs. */
  reason: z.string().check(z.minLength(10, 'a reason of some words')),
});

export type NameException = z.infer<typeof exceptionSchema>;

/** Contract: throws an Error `file: entry N: what was expected`. */
export function readExceptions(path: string): NameException[] {
  const parsed = z.array(exceptionSchema).safeParse(JSON.parse(readFileSync(path, 'utf8')));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${path}: entry ${issue?.path.join('.')}: ${issue?.message}`);
}

export interface Verdict {
  /** Differences that nothing excuses. */
  readonly unexplained: readonly NameDifference[];
  readonly explained: readonly (NameDifference & { readonly reason: string })[];
  /** Entries of the list that no difference has: they must go. */
  readonly needless: readonly NameException[];
}

export function judgeNames(differences: readonly NameDifference[], exceptions: readonly NameException[]): Verdict {
  const excuse = ({ path, fact }: NameDifference) =>
    exceptions.find((exception) => exception.path === path && exception.fact === fact);
  const explained = differences.flatMap((difference) => {
    const exception = excuse(difference);
    return exception === undefined ? [] : [{ ...difference, reason: exception.reason }];
  });
  const isNeedless = (exception: NameException) =>
    !explained.some(({ path, fact }) => path === exception.path && fact === exception.fact);
  return {
    unexplained: differences.filter((difference) => excuse(difference) === undefined),
    explained,
    needless: exceptions.filter(isNeedless),
  };
}
