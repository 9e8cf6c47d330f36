// Checks the layers of the repository (scripts/lib/layers.mjs).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { violations } from './lib/layers.mjs';
import { root, workspaces } from './lib/paths.mjs';

const SOURCE = /\.m?[jt]sx?$/;
const GENERATED = new Set(['node_modules', 'dist', '.turbo']);

function* sources(folder) {
  for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory() && !GENERATED.has(entry.name)) yield* sources(path);
    else if (entry.isFile() && SOURCE.test(entry.name)) yield [path, readFileSync(join(root, path), 'utf8')];
  }
}

const dependencies = {};
const files = [];
for (const folder of workspaces) {
  const manifest = join(root, folder, 'package.json');
  if (!existsSync(manifest)) continue;
  dependencies[folder] = Object.keys(JSON.parse(readFileSync(manifest, 'utf8')).dependencies ?? {});
  files.push(...sources(folder));
}

const problems = violations(files, dependencies);
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
