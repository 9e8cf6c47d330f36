/** `npm run bench` */
import { bench } from './bench.ts';
import { memory } from './memory.ts';
import { parseOptions, USAGE } from './options.ts';
import { profile } from './profile.ts';

async function main(): Promise<number> {
  try {
    const options = parseOptions(process.argv.slice(2));
    if (options === undefined) {
      console.log(USAGE);
      return 0;
    }
    if (options.memory !== undefined) return await memory(options);
    return options.profile === undefined ? await bench(options) : await profile(options.profile, options);
  } catch (error) {
    console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
}

process.exit(await main());
