import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Play, playOf } from './examples.ts';

export const USAGE = `usage: pysock-playground [example | script.py ...]

Python in panes side by side, on real sockets. An example opens with its own panes, scripts with a pane each;
without either a menu lets you choose.

  --list        names the examples
  --run NAME    runs an example without a terminal's help: its output in lines, its exit code as ours
  --help`;

export interface Options {
  readonly help: boolean;
  readonly list: boolean;
  /** The example to run without panes. */
  readonly run?: Play | undefined;
  /** What to open in place of the menu. */
  readonly open?: Play | undefined;
}

const valuesSchema = z.object({
  help: z.boolean(),
  list: z.boolean(),
  run: z.string().optional(),
});

function named(name: string, examples: readonly Play[]): Play {
  const found = examples.find((example) => example.name === name);
  if (!found) throw new Error(`no example is named ${name}; there are ${examples.map((each) => each.name).join(', ')}`);
  return found;
}

/** Contract: throws an Error whose message is for the user. */
export function parseOptions(args: readonly string[], examples: readonly Play[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      list: { type: 'boolean', default: false },
      run: { type: 'string' },
    },
  });
  const { run, ...flags } = valuesSchema.parse(values);
  if (run !== undefined && positionals.length > 0) throw new Error('--run takes one example and nothing else');
  const [first] = positionals;
  const scripts = positionals.length > 1 || first?.endsWith('.py');
  return {
    ...flags,
    run: run === undefined ? undefined : named(run, examples),
    open: first === undefined ? undefined : scripts ? playOf(positionals) : named(first, examples),
  };
}
