import { formatReport } from '../report/formats.ts';
import { readReport } from '../report/json.ts';
import { mergeReports } from '../report/merge.ts';
import { since } from '../report/since.ts';
import { endWithReader } from '../report/streams.ts';
import { onStage } from '../stage/stage.ts';
import { SUITES } from '../suites/suites.ts';
import { type CommandOptions, parseCommandOptions, USAGE } from './options.ts';
import { recordCases } from './record.ts';
import { runCommand } from './run.ts';
import { select } from './select.ts';
import { tableCommand } from './table.ts';

/** The command `pysock-conformance`. */
async function main(): Promise<number> {
  try {
    const options = parseCommandOptions(process.argv.slice(2));
    if (options === undefined) {
      process.stdout.write(`${USAGE}\n`);
      return 0;
    }
    if (options.command === 'list') return list(options);
    if (options.command === 'report') return showReport(options);
    const commands = { run: runCommand, suite: runCommand, all: runCommand, record: recordCases, table: tableCommand };
    const command = commands[options.command];
    return await onStage((stage) => command(options, stage), options.stage);
  } catch (error) {
    process.stderr.write(`pysock-conformance: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

function list(options: CommandOptions): number {
  const names = options.listsSuites ? SUITES : select(options).flatMap(({ wanted }) => wanted.map(({ id }) => id));
  process.stdout.write(names.map((name) => `${name}\n`).join(''));
  return 0;
}

function showReport({ names, format, since: file }: CommandOptions): number {
  const merged = mergeReports(names.map(readReport));
  process.stdout.write(formatReport(file === undefined ? merged : since(merged, readReport(file), file), format));
  return 0;
}

endWithReader(process.stdout);
process.exitCode = await main();
