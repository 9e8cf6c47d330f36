// npm run playground: installs and builds what is missing, then opens the playground; `npm run playground -- --list`
// gives it arguments.
import { join } from 'node:path';
import { buildQuietly } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { nodeBinary, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

await ensureInstalled();
await buildQuietly();
// npm changes into the repository; a script's path is meant from where npm was called.
const cwd = process.env.INIT_CWD ?? process.cwd();
const program = join(root, 'apps', 'playground', 'dist', 'cli.js');
process.exitCode = (await run(nodeBinary, [program, ...process.argv.slice(2)], { cwd })).code;
