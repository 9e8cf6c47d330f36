import { endWithReader } from '../report/streams.ts';
import { onStage } from '../stage/stage.ts';
import { listCases, runCases } from './commands.ts';
import { parseCommandOptions, USAGE } from './options.ts';
import { recordCases } from './record.ts';

/** The command `pysock-conformance`. */
async function main(): Promise<number> {
  try {
    const options = parseCommandOptions(process.argv.slice(2));
    if (options === undefined) {
      process.stdout.write(`${USAGE}\n`);
      return 0;
    }
    if (options.command === 'list') return listCases(options);
    const command = options.command === 'run' ? runCases : recordCases;
    return await onStage((stage) => command(options, stage), options.stage);
  } catch (error) {
    process.stderr.write(`pysock-conformance: ${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
}

endWithReader(process.stdout);
process.exitCode = await main();
