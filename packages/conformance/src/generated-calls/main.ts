import { parseArgs } from 'node:util';
import { cpython, findCPython, loadAdapter, runProgram } from '@pysock/runtimes';
import * as z from 'zod';
import { openRuntime } from '../run/runtime.ts';
import { generateCalls } from './generate.ts';
import { compareAnswers, runCalls } from './run-calls.ts';

const USAGE = `usage: pysock-generated-calls [options]

Makes calls with right and wrong arguments, on sockets in every state and of every family, on CPython and on pysock.

  --seed N        the same calls as another time; a new seed is printed
  --count N       how many calls (300)
  --python PATH   the CPython to compare with (else PYSOCK_PYTHON, python3.14 or python3 of PATH)
  --runtime FILE  another runtime than pysock: a module whose default export is its adapter
  --list          prints the calls, and makes none
  --help

exit codes: 0 all the same, 1 something differs, 2 it could not run`;

const whole = z.coerce.number('wants a whole number').int('wants a whole number').min(0);
const optionsSchema = z.object({
  seed: z.optional(whole),
  count: whole,
  python: z.optional(z.string()),
  runtime: z.optional(z.string()),
  list: z.boolean(),
  help: z.boolean(),
});

function parseOptions(args: readonly string[]): z.infer<typeof optionsSchema> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      count: { type: 'string', default: '300' },
      python: { type: 'string' },
      runtime: { type: 'string' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const parsed = optionsSchema.safeParse(values);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data;
}

function print(...lines: string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    print(USAGE);
    return 0;
  }
  const seed = options.seed ?? Math.floor(Math.random() * 2 ** 32);
  const calls = generateCalls(seed, options.count);
  print(`seed ${seed}: ${calls.length} calls`);
  if (options.list) {
    print(...calls);
    return 0;
  }
  const python = await findCPython(options.python);
  if (python === undefined) throw new Error('there is no CPython here: name one with --python');
  const reference = await openRuntime(cpython(python));
  const subject = await openRuntime(await loadAdapter(options.runtime));
  const answers = [await runCalls(reference.adapter, calls), await runCalls(subject.adapter, calls)] as const;
  const differences = compareAnswers(calls, ...answers);
  for (const { call, reference: wanted, subject: found } of differences) print(call, `  - ${wanted}`, `  + ${found}`);
  const same = calls.length - differences.length;
  print(`${subject.label} beside ${reference.label}: ${same} the same, ${differences.length} different (seed ${seed})`);
  return differences.length > 0 ? 1 : 0;
}

await runProgram(main, 'pysock-generated-calls');
