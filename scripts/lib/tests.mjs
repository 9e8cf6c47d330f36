import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeBinary, root } from './paths.mjs';
import { run, toolEnvironment } from './run.mjs';
import { countTests, summaryLine } from './summary.mjs';

/** Makes what a first start of pysock makes, for all tests that start it: each of the first ones would make its own. */
async function prepare() {
  const cache = join(root, 'node_modules', '.cache', 'pysock-test');
  const command = join(root, 'packages', 'pyodide-bridge', 'dist', 'cli.js');
  await run(nodeBinary, [command, '--prepare', cache], { quiet: true });
}

/** Runs vitest with further arguments, prints how many tests passed, and returns the status to exit with. */
export async function runTests(args) {
  const folder = mkdtempSync(join(tmpdir(), 'pysock-test-'));
  try {
    const report = join(folder, 'report.json');
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const isWhole = args.length === 0;
    if (isWhole) await prepare();
    const env = { ...toolEnvironment(), ...(isWhole && { PYSOCK_TESTS: 'without tools' }) };
    const { code } = await run(nodeBinary, [vitest, 'run', ...reporters, ...args], { env });
    const counts = countTests(JSON.parse(readFileSync(report, 'utf8')), code);
    console.log(summaryLine(counts));
    return counts.failed > 0 ? code || 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
