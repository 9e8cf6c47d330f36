// npm test: installs and builds what is missing, then runs the tests of all packages in one vitest; `npm test -- <filter>`
// gives vitest its arguments. The last line counts the tests.
import { buildQuietly } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runTests } from './lib/tests.mjs';

await ensureInstalled();
await buildQuietly();
process.exitCode = await runTests(process.argv.slice(2));
