import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import * as z from 'zod';

export const USAGE = `Plays the scripts of the document: each on pysock, and beside it on CPython.

  --python PATH  the CPython to compare with (else PYSOCK_PYTHON, python3.14 or python3 of PATH)
  --recorded     compare with the recorded outputs even if a CPython is here
  --record       run CPython alone and record its outputs
  --runtime FILE another runtime than pysock: a module whose default export is its adapter
  --no-stage     on this machine's own network
  --jobs N       how many scripts at a time
  --json         the results as JSON, and nothing else
  --help`;

const optionsSchema = z.object({
  python: z.optional(z.string()),
  runtime: z.optional(z.string()),
  recorded: z.boolean(),
  'no-stage': z.boolean(),
  record: z.boolean(),
  json: z.boolean(),
  help: z.boolean(),
  jobs: z.coerce.number('--jobs wants a number').int().min(1),
});

export type PlayOptions = z.infer<typeof optionsSchema>;

/** Contract: throws an Error whose message is for the user. */
export function parsePlayOptions(args: readonly string[]): PlayOptions {
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      python: { type: 'string' },
      runtime: { type: 'string' },
      jobs: { type: 'string', default: String(availableParallelism()) },
      recorded: flag,
      'no-stage': flag,
      record: flag,
      json: flag,
      help: flag,
    },
  });
  const parsed = optionsSchema.safeParse(values);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data;
}
