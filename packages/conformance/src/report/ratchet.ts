import { existsSync, writeFileSync } from 'node:fs';
import * as z from 'zod';
import { readJsonFile } from '../files/json-file.ts';
import type { SuiteReport } from './model.ts';
import { suiteRow } from './totals.ts';

const countsSchema = z.strictObject({
  tests: z.number(),
  /** Passed by CPython, and by the runtime. */
  reference: z.number(),
  passed: z.number(),
  /** Not as on CPython, known or not. */
  different: z.number(),
});

const ratchetSchema = z.strictObject({
  /** The version of CPython whose tests are counted: another one has others. */
  reference: z.string(),
  suites: z.record(z.string(), countsSchema),
});

type Counts = z.infer<typeof countsSchema>;

/** Counts that may only improve. */
export type Ratchet = z.infer<typeof ratchetSchema>;

/** Contract: undefined when there is none; throws an Error `file:line: place: what was expected`. */
export function readRatchet(path: string): Ratchet | undefined {
  return existsSync(path) ? readJsonFile(path, ratchetSchema) : undefined;
}

export function countsOf(suite: SuiteReport): Counts {
  const { all, known, red, reference, subject } = suiteRow(suite);
  return { tests: all, reference: reference.PASS, passed: subject.PASS, different: known + red };
}

/**
 * What got worse, and what got better. A machine on which CPython itself passes fewer tests asks for fewer, and one on which
 * it passes more (some of them skip for root) may show as many more differences, each of which is listed or red by itself.
 */
export function compareWithRatchet(
  suite: SuiteReport,
  ratchet: Ratchet,
  path: string,
): { problems: string[]; notes: string[] } {
  const before = ratchet.suites[suite.name];
  if (!before) return { problems: [], notes: [`${suite.name} is not in ${path}: --update-ratchet writes it`] };
  const now = countsOf(suite);
  const hint = `(${path}); mend it, or say why with --update-ratchet in the same change`;
  const problems: string[] = [];
  if (now.tests < before.tests)
    problems.push(`${suite.name}: ${now.tests} tests, and there were ${before.tests} ${hint}`);
  const more = Math.max(0, now.reference - before.reference);
  if (now.different > before.different + more) {
    problems.push(
      `${suite.name}: ${now.different} tests are not as on CPython, and ${before.different} were not ${hint}`,
    );
  }
  if (now.passed < before.passed && now.reference >= before.reference) {
    problems.push(`${suite.name}: ${now.passed} tests pass, and ${before.passed} did ${hint}`);
  }
  const better = now.tests > before.tests || now.different < before.different || now.passed > before.passed;
  const notes =
    better && problems.length === 0
      ? [`${suite.name} is better than ${path} has it: write it with --update-ratchet`]
      : [];
  return { problems, notes };
}

/** Same inputs, same bytes. Contract: other suites keep their counts if they are of the same CPython. */
export function writeRatchet(path: string, reference: string, suites: readonly SuiteReport[]): void {
  const old = readRatchet(path);
  const kept = old?.reference === reference ? old.suites : {};
  const all = { ...kept, ...Object.fromEntries(suites.map((suite) => [suite.name, countsOf(suite)])) };
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(path, `${JSON.stringify({ reference, suites: sorted }, null, 2)}\n`);
}
