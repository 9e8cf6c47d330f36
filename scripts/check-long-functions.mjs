// Lists the functions of more than a hundred lines in what is shipped and in the scripts. Fails when there is one that is not
// known (scripts/known-long-functions.json, which is to become empty), or a known one that is none any more.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge, longFunctions, MOST_LINES } from './lib/long-functions.mjs';
import { root } from './lib/paths.mjs';

const PATTERNS = ['packages/*/src/**/*.{ts,tsx}', 'apps/*/src/**/*.{ts,tsx}', 'scripts/**/*.mjs'];
/** Tables that a script has written. */
const GENERATED = /\/generated\//;

const read = (file) => readFileSync(join(root, file), 'utf8');
const files = globSync(PATTERNS, { cwd: root }).filter((file) => !GENERATED.test(file));
const found = files.sort().flatMap((file) => longFunctions(file, read(file)));
const { unknown, gone } = judge(found, JSON.parse(read('scripts/known-long-functions.json')));
for (const { file, line, lines, name } of unknown) console.log(`${file}:${line}: ${name} has ${lines} lines`);
for (const known of gone) console.log(`${known} is no longer long: remove it from scripts/known-long-functions.json`);
console.log(`${files.length} files: ${found.length} functions of more than ${MOST_LINES} lines`);
if (unknown.length + gone.length > 0) process.exitCode = 1;
