// npm run test:tools: the tests of programs around the interpreter that take long: benchmarks, the playground, the conformance
// runner, bundlers.
import { buildQuietly } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { runTests } from './lib/tests.mjs';
import { TOOL_TESTS } from './lib/tool-tests.mjs';

await ensureInstalled();
await buildQuietly();
process.exitCode = await runTests([...TOOL_TESTS, ...process.argv.slice(2)]);
