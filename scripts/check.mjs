// npm run check: format and lint, types, layers, generated tables, lock file. Runs them all and fails if one failed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './lib/install.mjs';
import { bin, nodeBinary, root, workspaces } from './lib/paths.mjs';
import { runWithProgress } from './lib/run.mjs';

/** Scripts that write a table and, called with --check, say whether it is what they would write. */
const tables = JSON.parse(readFileSync(join(root, 'scripts', 'generated-tables.json'), 'utf8'));

const steps = [
  ['format and lint', join(bin, 'biome'), ['check', '--error-on-warnings', '.']],
  ...['.', ...workspaces].map((folder) => [`types of ${folder}`, join(bin, 'tsc'), ['--noEmit', '--project', folder]]),
  ['layers', nodeBinary, ['scripts/check-layers.mjs']],
  ['long functions', nodeBinary, ['scripts/check-long-functions.mjs']],
  ...tables.map((script) => [`table of ${script}`, nodeBinary, ['--conditions=source', script, '--check']]),
  ['packages', nodeBinary, ['scripts/check-packages.mjs']],
  ['lock file', nodeBinary, ['scripts/complete-lock.mjs', '--check']],
];

await ensureInstalled();
for (const [title, command, args] of steps) {
  if ((await runWithProgress(title, command, args)) !== 0) process.exitCode = 1;
}
