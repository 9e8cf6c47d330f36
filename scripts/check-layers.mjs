// Prints every violation of the layers (scripts/lib/layers.mjs) and every circle of imports; exits 1 when there is one.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { circles } from './lib/imports.mjs';
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
  // What is bundled is a development dependency; the build finds what it left outside in `dependencies`.
  const { dependencies: own, devDependencies } = JSON.parse(readFileSync(manifest, 'utf8'));
  dependencies[folder] = Object.keys({ ...own, ...devDependencies });
  files.push(...sources(folder));
}

const broken = violations(files, dependencies);
const found = circles(files);
for (const violation of broken) console.error(violation);
for (const circle of found) console.error(`a circle of imports: ${circle.join(', ')}`);
console.log(`${files.length} files: ${broken.length} layer violations, ${found.length} circles`);
if (broken.length + found.length > 0) process.exitCode = 1;
