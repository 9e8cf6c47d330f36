import { parseArgs } from 'node:util';
import * as z from 'zod';

export const USAGE = `usage: npm run bench -- [options]

  --filter TEXT    only scenarios whose id contains the text (more than once: any of them)
  --quick          three short rounds: shows that all works, and little else
  --rounds N       how many rounds (7; with --quick 3)
  --json FILE      the results as JSON
  --svg FILE       the ratios as a chart
  --memory N       instead: the memory of servers of pysock after each tenth of N connections, which must stay within 2 %
                   after the second (--filter threads, asyncio, tls)
  --profile NAME   leaves NAME.cpuprofile of that scenario on pysock, and measures nothing
  --python PATH    the CPython to compare with (else PYSOCK_PYTHON, python3.14 or python3 of PATH)
  --help

exit codes: 0 measured, 1 a scenario failed, 2 it could not run`;

const text = (name: string) => z.optional(z.string().check(z.minLength(1, `${name} wants a value`)));

const optionsSchema = z.object({
  filter: z.array(z.string()),
  quick: z.boolean(),
  rounds: z.optional(z.coerce.number('--rounds wants a number').int('--rounds wants a whole number').min(1)),
  json: text('--json'),
  svg: text('--svg'),
  memory: z.optional(z.coerce.number('--memory wants a number').int('--memory wants a whole number').min(10)),
  profile: text('--profile'),
  python: text('--python'),
});

export type Options = z.infer<typeof optionsSchema>;

/** Contract: undefined when help is wanted; throws an Error whose message is for the user. */
export function parseOptions(args: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      filter: { type: 'string', multiple: true, default: [] },
      quick: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      json: { type: 'string' },
      svg: { type: 'string' },
      memory: { type: 'string' },
      profile: { type: 'string' },
      python: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const parsed = optionsSchema.safeParse(values);
  if (!parsed.success) throw new Error(parsed.error.issues.map(({ message }) => message).join('\n'));
  return parsed.data;
}
