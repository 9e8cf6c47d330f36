// npm run bench: installs and builds what is missing, then measures; `npm run bench -- --help` names the options.
import { join } from 'node:path';
import { buildQuietly } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { nodeBinary, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

await ensureInstalled();
await buildQuietly();
const program = join(root, 'packages', 'bench', 'src', 'cli', 'main.ts');
// npm changes into the repository; files are meant to be written where npm was called.
const cwd = process.env.INIT_CWD ?? process.cwd();
process.exitCode = (await run(nodeBinary, [program, ...process.argv.slice(2)], { cwd })).code;
