import { parseArgs } from 'node:util';
import * as z from 'zod';

export const USAGE = `usage: pysock-playground [name | script.py ...]

Python's sockets in a terminal: scripts side by side, what happens on the wire, a prompt. A name runs that script or
pair at once, scripts of yours run side by side; without either a list lets you choose.

  --list         names everything that can be run
  --play NAME    runs it without a terminal's help: its output in lines, its exit code as ours; may be a script's path
  --json         with --list and --play: JSON
  --help`;

const optionsSchema = z.object({
  help: z.boolean(),
  list: z.boolean(),
  json: z.boolean(),
  play: z.string().optional(),
});

export type Options = z.infer<typeof optionsSchema> & { readonly names: readonly string[] };

/** Contract: throws an Error whose message is for the user. */
export function parseOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      list: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      play: { type: 'string' },
    },
  });
  const options = optionsSchema.parse(values);
  if (options.play !== undefined && options.list) throw new Error('--list and --play exclude each other');
  if (options.json && options.play === undefined && !options.list) throw new Error('--json goes with --list or --play');
  const names = options.play === undefined ? positionals : [options.play, ...positionals];
  return { ...options, names };
}
