import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { FORMATS } from '../report/formats.ts';
import { SETTINGS } from '../settings.ts';
import { GROUPS } from '../suites/suites.ts';

export const USAGE = `usage: pysock-conformance <command> [options]

  run [PATH...]    runs cases, files or folders of them, on CPython and on the runtime, and compares; without a path, those
                   that come with this package
  suite [NAME...]  runs CPython's own test suites, unedited, on both, and compares test by test; without a name, all of them
  all [NAME...]    cases, the scripts of the document and suites (without a name, test_socket)
  table [NAME...]  cases and suites on pysock, on a Pyodide with installSocket, Pyodide and its NodeSockFS, as a table in Markdown
  record           runs each case on CPython and records its outputs; with -k those cases, and the other outputs stay
  list             names the cases; list --suites the suites
  report FILE...   shows JSON reports again, as one: --format ${FORMATS.join('|')}

  -k TEXT                only cases and tests with the text in their id; * is any text (more than once: any of them)
  --suites GROUP         the suites of this group (${Object.keys(GROUPS).join(', ')}), but what takes over ten minutes; --long adds that
  --short                leave out the cases that take several seconds
  --python PATH          the CPython to compare with (else PYSOCK_PYTHON, python3.14 or python3 of PATH)
  --recorded             compare with the recorded outputs even if a CPython is here
  --runtime FILE         another runtime than pysock: a module whose default export is its adapter, or install-socket,
                         pyodide or node-sock-fs
  --event-loop NAME      javascript: every loop of test_asyncio's is driven by JavaScript's event loop, in a Node program with a
                         Python of its own; its exceptions and counts are in files of their own
  --known FILE           the known differences of that runtime
  --setting NAME         run in this setting only: alone, beside (an idle thread) or thread (not the main one). Without it, cases
                         run in all three and suites alone; more than once: those, and suites in the first
  --jobs N               how many processes at a time
  --shard I/N            the I-th of N parts
  --time-limit SECONDS   for one test of a suite, from when its interpreter is up (60); a case has its own, from its start
  --start-limit SECONDS  for an interpreter to be up and to import its tests (180)
  --retries N            how often a test of a suite that differs is tried again (1)
  --report FORMAT[:FILE] a report besides the text on the terminal, in its place when there is no file; a table has one of
                         each runtime: FILE-pysock, FILE-Pyodide, FILE-NodeSockFS
  --since FILE           say what has changed since this JSON report: what is newly red, what is red no longer
  --into FILE            where the table goes: between the lines <!-- runtimes --> and <!-- /runtimes --> of a Markdown file
  --update-ratchet       write how many tests pass: the next run may not have fewer
  --no-stage             on this machine's own network, not in one of its own
  --help

exit codes: 0 all as on CPython but for the known differences, 1 something differs, 2 it could not run,
130 stopped by Ctrl-C, with a report of what had been done`;

const COMMANDS = ['run', 'suite', 'all', 'table', 'record', 'list', 'report'] as const;

const reportSchema = z.string().transform((text, context) => {
  const at = text.indexOf(':');
  const [name, file] = at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
  const format = FORMATS.find((known) => known === name);
  if (format && file !== '') return { format, file };
  context.addIssue(`--report wants FORMAT or FORMAT:FILE, and FORMAT is one of ${FORMATS.join(', ')}: not ${text}`);
  return z.NEVER;
});

const shardSchema = z.string().transform((text, context) => {
  const [index, of] = /^(\d+)\/(\d+)$/.exec(text)?.slice(1).map(Number) ?? [];
  if (index && of && index <= of) return { index: index - 1, of };
  context.addIssue(`--shard wants I/N, from 1/N to N/N: not ${text}`);
  return z.NEVER;
});

function numberOf(option: string, least: number) {
  const message = `--${option} wants a number, at least ${least}`;
  return z.coerce.number(message).check(z.gte(least, message));
}

const optionsSchema = z.object({
  command: z.enum(COMMANDS, `a command is wanted: ${COMMANDS.join(', ')}`),
  names: z.array(z.string()),
  filter: z.array(z.string()),
  python: z.optional(z.string()),
  runtime: z.optional(z.string()),
  eventLoop: z.optional(z.literal('javascript', '--event-loop wants javascript')),
  known: z.optional(z.string()),
  setting: z.array(z.enum(SETTINGS, `--setting wants one of ${SETTINGS.join(', ')}`)),
  recorded: z.boolean(),
  report: z.array(reportSchema),
  since: z.optional(z.string()),
  format: z.enum(FORMATS, `--format wants one of ${FORMATS.join(', ')}`),
  shard: z.optional(shardSchema),
  jobs: numberOf('jobs', 1).check(z.int('--jobs wants a whole number')),
  retries: numberOf('retries', 0).check(z.int('--retries wants a whole number')),
  timeLimit: numberOf('time-limit', 1),
  startLimit: numberOf('start-limit', 1),
  into: z.array(z.string()),
  updateRatchet: z.boolean(),
  /** For `list`: whether suites are named. */
  listsSuites: z.boolean(),
  suites: z.optional(z.enum(Object.keys(GROUPS), `--suites wants one of ${Object.keys(GROUPS).join(', ')}`)),
  long: z.boolean(),
  short: z.boolean(),
  stage: z.boolean(),
});

export type CommandOptions = z.infer<typeof optionsSchema>;

/** Contract: undefined when help is wanted; throws an Error whose message is for the user. */
export function parseCommandOptions(args: readonly string[]): CommandOptions | undefined {
  const flag = { type: 'boolean', default: false } as const;
  const isList = args[0] === 'list';
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      filter: { type: 'string', short: 'k', multiple: true, default: [] },
      python: { type: 'string' },
      runtime: { type: 'string' },
      'event-loop': { type: 'string' },
      known: { type: 'string' },
      setting: { type: 'string', multiple: true, default: [] },
      recorded: flag,
      report: { type: 'string', multiple: true, default: [] },
      since: { type: 'string' },
      format: { type: 'string', default: 'markdown' },
      shard: { type: 'string' },
      jobs: { type: 'string', default: String(availableParallelism()) },
      retries: { type: 'string', default: '1' },
      'time-limit': { type: 'string', default: '60' },
      'start-limit': { type: 'string', default: '180' },
      into: { type: 'string', multiple: true, default: [] },
      'update-ratchet': flag,
      suites: isList ? flag : { type: 'string' },
      long: flag,
      short: flag,
      'no-stage': flag,
      help: flag,
    },
  });
  if (values.help) return undefined;
  const [command, ...names] = positionals;
  const parsed = optionsSchema.safeParse({
    ...values,
    command,
    names,
    suites: isList ? undefined : values.suites,
    listsSuites: values.suites === true,
    timeLimit: values['time-limit'],
    startLimit: values['start-limit'],
    eventLoop: values['event-loop'],
    updateRatchet: values['update-ratchet'],
    stage: !values['no-stage'],
  });
  if (!parsed.success) throw new Error(parsed.error.issues.map(({ message }) => message).join('\n'));
  return parsed.data;
}
