// npm run conformance: installs and builds what is missing, then compares pysock with CPython: all cases, the document and
// test_socket; with `--suites GROUP`, CPython's test suites of that group. `npm run conformance -- suite test_select` gives the
// command other arguments.
import { join } from 'node:path';
import { buildQuietly } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { nodeBinary, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';

const args = process.argv.slice(2);
const command = args.some((arg) => arg.startsWith('--suites')) ? 'suite' : 'all';
const isCommand = args.length > 0 && !args[0].startsWith('-');

await ensureInstalled();
await buildQuietly();
const program = join(root, 'packages', 'conformance', 'dist', 'cli.js');
const cwd = process.env.INIT_CWD ?? process.cwd();
process.exitCode = (await run(nodeBinary, [program, ...(isCommand ? args : [command, ...args])], { cwd })).code;
