// npm run test:tools: the tests of programs around the project that take long: benchmarks, the playground in a terminal, bundlers.
import { buildQuietly } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runTests } from './lib/tests.mjs';
import { TOOL_TESTS } from './lib/tool-tests.mjs';

await ensureInstalled();
await buildQuietly();
process.exitCode = await runTests([...TOOL_TESTS, ...process.argv.slice(2)]);
