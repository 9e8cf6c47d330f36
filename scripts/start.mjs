// npm start: installs and builds what is missing, then plays the document; `npm start -- script.py args` runs a script.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildQuietly } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { nodeBinary, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

const script = process.argv.slice(2);
const program =
  script.length > 0 ? 'packages/pyodide-bridge/dist/cli.js' : 'packages/conformance/dist/play-document.js';

await ensureInstalled();
await buildQuietly();
if (!existsSync(join(root, program))) {
  console.error(`${program} is not there: its source is missing`);
  process.exit(1);
}
// npm changes into the repository; a script's path is meant from where npm was called.
const cwd = process.env.INIT_CWD ?? process.cwd();
process.exitCode = (await run(nodeBinary, [join(root, program), ...script], { cwd })).code;
