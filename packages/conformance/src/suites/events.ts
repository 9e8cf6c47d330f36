import * as z from 'zod';

/** What became of a test on one interpreter. `X...`: unittest's expected failures; CRASH and TIMEOUT ended the process. */
export const STATUSES = ['PASS', 'FAIL', 'SKIP', 'XFAIL', 'XPASS', 'CRASH', 'TIMEOUT'] as const;

export type Status = (typeof STATUSES)[number];

/** What the harness tells, line by line. */
const eventSchema = z.discriminatedUnion('event', [
  z.strictObject({ event: z.literal('module'), module: z.string() }),
  z.strictObject({ event: z.literal('loaded'), module: z.string(), tests: z.array(z.string()) }),
  z.strictObject({
    event: z.literal('unloaded'),
    module: z.string(),
    status: z.enum(STATUSES),
    reason: z.string(),
    detail: z.string(),
  }),
  /** The interpreter is up and has imported the tests: they begin. */
  z.strictObject({ event: z.literal('ready') }),
  z.strictObject({ event: z.literal('start'), id: z.string() }),
  z.strictObject({
    event: z.literal('end'),
    id: z.string(),
    status: z.enum(STATUSES),
    reason: z.string(),
    detail: z.string(),
    seconds: z.number(),
  }),
  z.strictObject({ event: z.literal('done') }),
]);

export type HarnessEvent = z.infer<typeof eventSchema>;

/** Contract: the events of all whole lines, and what is left over of the last one. */
export function readEvents(text: string): { events: HarnessEvent[]; rest: string } {
  const lines = text.split('\n');
  const rest = lines.pop()!;
  return { events: lines.map((line) => eventSchema.parse(JSON.parse(line))), rest };
}

/** A test that has ended, or that its process took with it. */
export interface TestResult {
  readonly status: Status;
  /** Why it was skipped or failed, in one line. */
  readonly reason: string;
  /** The traceback, or the end of what a process that broke wrote. */
  readonly detail: string;
  readonly seconds: number;
}
