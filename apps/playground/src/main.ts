/** The command `pysock-playground`. Exit codes: 0, what an example that was run ended with, 2 it could not run. */
import { type Play, readExamples } from './examples.ts';
import { runHeadless } from './headless.ts';
import { type Options, parseOptions, USAGE } from './options.ts';
import { pysockProgram } from './python/program.ts';
import { openPlayground } from './ui/app.ts';

function describe(examples: readonly Play[]): string {
  const width = Math.max(...examples.map(({ name }) => name.length));
  return examples.map(({ name, title }) => `${name.padEnd(width)}  ${title}\n`).join('');
}

function isTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true && process.env.TERM !== 'dumb';
}

async function perform(options: Options, examples: readonly Play[]): Promise<number> {
  if (options.run) return runHeadless(options.run, process.stdout);
  if (options.list) process.stdout.write(describe(examples));
  else if (options.help) process.stdout.write(`${USAGE}\n`);
  else if (isTerminal()) return openPlayground(examples, options.open);
  else process.stdout.write(`The panes need a terminal. Without one:\n\n${USAGE}\n`);
  return 0;
}

async function main(): Promise<number> {
  try {
    const examples = readExamples();
    const options = parseOptions(process.argv.slice(2), examples);
    pysockProgram();
    return await perform(options, examples);
  } catch (error) {
    process.stderr.write(`pysock-playground: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

// Who reads may go before the end.
process.stdout.on('error', () => process.exit(2));
process.exit(await main());
