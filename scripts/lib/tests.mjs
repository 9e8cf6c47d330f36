import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeBinary, root } from './paths.mjs';
import { run } from './run.mjs';
import { countTests, summaryLine } from './summary.mjs';

/** Runs vitest with further arguments, prints how many tests passed, and returns the status to exit with. */
export async function runTests(args) {
  const folder = mkdtempSync(join(tmpdir(), 'pysock-test-'));
  try {
    const report = join(folder, 'report.json');
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const { code } = await run(nodeBinary, [vitest, 'run', ...reporters, ...args]);
    const counts = countTests(JSON.parse(readFileSync(report, 'utf8')), code);
    console.log(summaryLine(counts));
    return counts.failed > 0 ? code || 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
