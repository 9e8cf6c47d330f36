// npm test: installs and builds what is missing, then runs the tests of all packages in one vitest; `npm test -- <filter>`
// gives vitest its arguments. The last line counts the tests.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildQuietly } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { nodeBinary, root } from './lib/paths.mjs';
import { run } from './lib/run.mjs';
import { countTests, summaryLine } from './lib/summary.mjs';

await ensureInstalled();
await buildQuietly();

const folder = mkdtempSync(join(tmpdir(), 'pysock-test-'));
try {
  const report = join(folder, 'report.json');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { code } = await run(nodeBinary, [vitest, 'run', ...reporters, ...process.argv.slice(2)]);
  const counts = countTests(JSON.parse(readFileSync(report, 'utf8')), code);
  console.log(summaryLine(counts));
  process.exitCode = counts.failed > 0 ? code || 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
