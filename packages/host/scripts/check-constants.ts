/**
 * Finds constants of C that were typed by hand: `const NAME = <number>` where the system's headers define NAME. They belong
 * into src/constants/names.ts, from which the tables are generated.
 *
 *   node scripts/check-constants.ts [--check]    exits 1 when there is one
 *
 * A machine without a compiler knows only the names that are in the tables already, and says so.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as constants from '../src/constants/index.ts';
import { Compiler, targets } from './compile.ts';
import { headers } from './headers.ts';
import { typedByHand } from './typed-by-hand.ts';

const root = join(import.meta.dirname, '..', '..', '..');

function* sources(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !['node_modules', 'dist', 'generated', 'test'].includes(entry.name))
      yield* sources(path);
    else if (entry.isFile() && /\.tsx?$/.test(entry.name)) yield path;
  }
}

/** The macros that the headers define; undefined where there is no compiler. */
function macros(): ReadonlySet<string> | undefined {
  const target = targets.find(({ arch }) => arch === process.arch);
  if (target === undefined) return undefined;
  using compiler = new Compiler(target);
  return compiler.missing(headers) === undefined ? compiler.macros(headers) : undefined;
}

const defined = macros();
if (defined === undefined) console.log('no compiler or not all headers: only the names of the tables are looked for');
const known = new Set([...Object.keys(constants), ...(defined ?? [])]);
let found = 0;
let files = 0;
for (const folder of ['packages', 'apps']) {
  for (const path of sources(join(root, folder))) {
    if (!relative(root, path).includes('/src/')) continue;
    files++;
    for (const { name, line } of typedByHand(readFileSync(path, 'utf8'), known)) {
      found++;
      console.error(`${relative(root, path)}:${line}: ${name} is a constant of C: take it from @pysock/host`);
    }
  }
}
console.log(`${files} files: ${found} constants of C typed by hand`);
process.exitCode = found > 0 ? 1 : 0;
