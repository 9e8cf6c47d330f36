import * as z from 'zod';
import { OUTCOMES } from '../outcome.ts';
import { STATUSES } from '../suites/events.ts';

/** What a run found, as `--report json` writes it and `pysock-conformance report` reads it. */
const differenceSchema = z.strictObject({ what: z.string(), reference: z.string(), subject: z.string() });

const findingSchema = z.strictObject({
  where: z.string(),
  differences: z.readonly(z.array(differenceSchema)),
  stderr: z.string(),
});

const caseSchema = z.strictObject({
  id: z.string(),
  area: z.string(),
  outcome: z.enum(OUTCOMES),
  reason: z.string(),
  seconds: z.number(),
  /** Of a table: how many lines of it were compared. */
  rows: z.number(),
  findings: z.readonly(z.array(findingSchema)),
});

const testResultSchema = z.strictObject({
  status: z.enum(STATUSES),
  reason: z.string(),
  detail: z.string(),
  seconds: z.number(),
});

const testSchema = z.strictObject({
  id: z.string(),
  outcome: z.enum(OUTCOMES),
  reason: z.string(),
  /** It took more than one try. */
  again: z.boolean(),
  reference: z.optional(testResultSchema),
  subject: z.optional(testResultSchema),
});

const runtimeSchema = z.strictObject({ label: z.string(), python: z.string(), platform: z.string() });

export const reportSchema = z.object({
  format: z.literal('pysock-conformance 1', 'a report that pysock-conformance wrote with --report json:FILE'),
  subject: runtimeSchema,
  reference: runtimeSchema,
  node: z.string(),
  seconds: z.number(),
  cases: z.readonly(z.array(caseSchema)),
  suites: z.readonly(z.array(z.strictObject({ name: z.string(), tests: z.readonly(z.array(testSchema)) }))),
  /** What a command that runs a part again has to say as well: the paths of cases, and the options. */
  again: z.optional(
    z.strictObject({ paths: z.readonly(z.array(z.string())), options: z.readonly(z.array(z.string())) }),
  ),
  /** Ids whose outcome is not that of an older report (`--since`). */
  since: z.optional(
    z.strictObject({
      file: z.string(),
      red: z.readonly(z.array(z.string())),
      mended: z.readonly(z.array(z.string())),
      added: z.readonly(z.array(z.string())),
      gone: z.readonly(z.array(z.string())),
    }),
  ),
  /** What turns the run red besides its cases and tests, in words that say what to do. */
  problems: z.readonly(z.array(z.string())),
  /** What is worth knowing and turns nothing red. */
  notes: z.readonly(z.array(z.string())),
});

export type Report = z.infer<typeof reportSchema>;
export type CaseResult = Report['cases'][number];
export type SuiteReport = Report['suites'][number];
export type TestReport = SuiteReport['tests'][number];
