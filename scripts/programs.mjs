// npm run programs: installs and builds what is missing, then installs packages of PyPI on pysock and on CPython, and uses them.
import { join } from 'node:path';
import { buildQuietly } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { nodeBinary, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

await ensureInstalled();
await buildQuietly();
await run(nodeBinary, [join(root, 'scripts', 'fetch-pip.mjs')]);
const program = join(root, 'packages', 'programs', 'src', 'cli', 'main.ts');
const cwd = process.env.INIT_CWD ?? process.cwd();
process.exitCode = (await run(nodeBinary, ['--conditions=source', program, ...process.argv.slice(2)], { cwd })).code;
