// npm run build: builds the packages that have changed.
import { build } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';

await ensureInstalled();
process.exitCode = await build(process.argv.slice(2));
