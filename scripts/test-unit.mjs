// npm run test:unit: the tests that start no Python, in seconds, straight from the sources: what to run while editing.
import { ensureInstalled } from './lib/install.mjs';
import { runTests } from './lib/tests.mjs';

const PROJECTS = ['host', 'socket-shim', 'unit', 'repository'];

await ensureInstalled();
process.exitCode = await runTests([...PROJECTS.flatMap((name) => ['--project', name]), ...process.argv.slice(2)]);
