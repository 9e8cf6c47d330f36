import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { z } from 'zod';

export const USAGE = `usage: pysock-conformance <command> [options] [folder of cases]

  run      runs each case on CPython and on the runtime, and compares
  record   runs each case on CPython and records its outputs
  list     names the cases

  --filter TEXT   only cases whose id contains the text (more than once: any of them)
  --python PATH   the CPython to compare with (else PYSOCK_PYTHON, python3.14 or python3 of PATH)
  --recorded      compare with the recorded outputs even if a CPython is here
  --runtime FILE  another runtime than pysock: a module whose default export is its adapter
  --jobs N        how many cases at a time
  --report json   the results as JSON, in the place of text
  --no-stage      on this machine's own network
  --help

exit codes: 0 all the same, 1 something differs, 2 it could not run`;

const optionsSchema = z.object({
  command: z.enum(['run', 'record', 'list'], 'a command is wanted: run, record or list'),
  folder: z.optional(z.string()),
  filter: z.array(z.string()),
  python: z.optional(z.string()),
  runtime: z.optional(z.string()),
  recorded: z.boolean(),
  report: z.optional(z.literal('json', '--report knows json')),
  jobs: z.coerce.number('--jobs wants a number').int().min(1),
  stage: z.boolean(),
});

export type CommandOptions = z.infer<typeof optionsSchema>;

/** Contract: undefined when help is wanted; throws an Error whose message is for the user. */
export function parseCommandOptions(args: readonly string[]): CommandOptions | undefined {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      filter: { type: 'string', multiple: true, default: [] },
      python: { type: 'string' },
      runtime: { type: 'string' },
      recorded: { type: 'boolean', default: false },
      report: { type: 'string' },
      jobs: { type: 'string', default: String(availableParallelism()) },
      'no-stage': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const [command, folder, ...rest] = positionals;
  if (rest.length > 0) throw new Error(`one folder of cases at a time: ${rest.join(' ')} is too much`);
  const parsed = optionsSchema.safeParse({ ...values, command, folder, stage: !values['no-stage'] });
  if (!parsed.success) throw new Error(parsed.error.issues.map(({ message }) => message).join('\n'));
  return parsed.data;
}
