import { type PlayOptions, parsePlayOptions, USAGE } from './document/options.ts';
import { playDocument } from './document/play.ts';
import { endWithReader } from './report/streams.ts';
import { onStage } from './stage/stage.ts';

/** The program behind `npm start`. Exit codes: 0 all the same, 1 something differs, 2 it could not run. */
async function main(): Promise<number> {
  let options: PlayOptions;
  try {
    options = parsePlayOptions(process.argv.slice(2));
  } catch (error) {
    return fail(error);
  }
  if (options.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  try {
    return await onStage((stage) => playDocument(options, stage), !options['no-stage']);
  } catch (error) {
    return fail(error);
  }
}

function fail(error: unknown): number {
  process.stderr.write(`play-document: ${error instanceof Error ? error.message : String(error)}\n`);
  return 2;
}

endWithReader(process.stdout);
process.exitCode = await main();
