// npm run hosts: installs and builds what is missing, then gets the systems and runtimes of the matrix, and runs the probe and the cases
// on each.
import { join } from 'node:path';
import { buildQuietly } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { nodeBinary, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

await ensureInstalled();
await buildQuietly();
await run(nodeBinary, [join(root, 'scripts', 'fetch-pip.mjs')]);
const program = join(root, 'packages', 'hosts', 'src', 'cli', 'main.ts');
const cwd = process.env.INIT_CWD ?? process.cwd();
process.exitCode = (await run(nodeBinary, ['--conditions=source', program, ...process.argv.slice(2)], { cwd })).code;
