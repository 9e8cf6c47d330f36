/**
 * Writes the tables of constants and structure layouts from the system's headers.
 *
 *   node scripts/generate-tables.ts            writes them
 *   node scripts/generate-tables.ts --check    compares them, exits 1 when one is stale
 *
 * Same headers, same bytes. With `--check`, a machine that lacks a compiler or a header for a system skips it and says so;
 * where it lacks them for all systems nothing was checked, and that fails.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { moduleExpression, moduleHeaders, moduleNames } from '../src/constants/module-names.ts';
import { expressions, names, wordsOf } from '../src/constants/names.ts';
import { structs } from '../src/layouts/structs.ts';
import { Compiler, type Target, targets } from './compile.ts';
import { headers, supplement } from './headers.ts';
import { muslDifferences, muslFile } from './musl.ts';
import { constantsFile, layoutsFile, modulesFile, publicFile, type Tables, valuesFile } from './render.ts';

const root = new URL('../src/', import.meta.url);

/** POSIX's names that end in `_t` are types of their own; the others are structures. */
const typeOf = (struct: string): string => (struct.endsWith('_t') ? struct : `struct ${struct}`);
const wordsIn = (list: string): string[] => list.split(' ').filter((word) => word !== '');

/** The tables of a system, or why they can't be read here. */
function readTables(target: Target, compiler: Compiler): Tables | string {
  const missing = compiler.missing(headers);
  if (missing !== undefined) return missing;

  const constants = new Map<string, number>();
  const absent: string[] = [];
  const wanted = Object.values(names).flatMap(wordsOf);
  const values = compiler.evaluate(
    headers,
    wanted.map((name) => expressions[name] ?? name),
  );
  wanted.forEach((name, index) => {
    const known = supplement[name];
    const value = values[index] ?? known;
    if (value === undefined) {
      absent.push(name);
      return;
    }
    if (known !== undefined && BigInt(known) !== BigInt(value)) {
      throw new Error(`${target.name}: ${name} is ${value} in the headers and ${known} in the supplement`);
    }
    constants.set(name, Number(value));
  });
  if (absent.length > 0) return `in no header and in no supplement: ${absent.join(' ')}`;

  const modules = new Map<string, number>();
  const published = Object.values(moduleNames).flatMap(wordsOf);
  const numbers = compiler.evaluate(moduleHeaders, published.map(moduleExpression));
  published.forEach((name, index) => {
    const value = numbers[index];
    if (value !== undefined) modules.set(name, Number(value));
  });

  const layouts = new Map<string, Map<string, number>>();
  const fields = Object.entries(structs).flatMap(([struct, list]) => [
    { struct, field: 'sizeof', expression: `sizeof(${typeOf(struct)})` },
    ...wordsIn(list).map((field) => ({ struct, field, expression: `offsetof(${typeOf(struct)}, ${field})` })),
  ]);
  const offsets = compiler.evaluate(
    headers,
    fields.map(({ expression }) => expression),
  );
  fields.forEach(({ struct, field }, index) => {
    const layout = layouts.get(struct) ?? new Map<string, number>();
    layouts.set(struct, layout.set(field, Number(offsets[index])));
  });
  return { system: target.name, constants, modules, layouts };
}

function packagesFor(target: Target): string {
  return `${target.arch === process.arch ? 'gcc libc6-dev' : target.packages} libbluetooth-dev`;
}

function firstDifference(have: string, want: string): string {
  const [haveLines, wantLines] = [have.split('\n'), want.split('\n')];
  const at = wantLines.findIndex((line, index) => line !== haveLines[index]);
  const line = at < 0 ? wantLines.length : at;
  return `  line ${line + 1}\n  - ${haveLines[line] ?? '(end of file)'}\n  + ${wantLines[line] ?? '(end of file)'}`;
}

function main(check: boolean): number {
  const tables: Tables[] = [];
  for (const target of targets) {
    using compiler = new Compiler(target);
    const table = readTables(target, compiler);
    if (typeof table !== 'string') {
      tables.push(table);
      continue;
    }
    console.log(`${target.name}: skipped, ${table} (Debian: ${packagesFor(target)})`);
    if (!check) return 1;
  }

  const files = new Map<string, string>([['generated/constants/socket.ts', publicFile()]]);
  for (const table of tables) {
    files.set(`generated/constants/${table.system}.ts`, constantsFile(table));
    files.set(`generated/constants/modules-${table.system}.ts`, modulesFile(table));
    files.set(`generated/layouts/${table.system}.ts`, layoutsFile(table));
  }
  const differences = muslDifferences(targets[0] as Target);
  if (typeof differences === 'string') console.log(`musl: skipped, ${differences}`);
  else files.set('generated/constants/musl.ts', muslFile(differences));
  if (tables.length === targets.length) files.set('generated/constants/values.ts', valuesFile(tables));

  let stale = 0;
  for (const [path, want] of files) {
    const url = new URL(path, root);
    if (!check) {
      writeFileSync(url, want);
      continue;
    }
    const have = readFileSync(url, 'utf8');
    if (have === want) continue;
    stale++;
    console.error(
      `${relative(process.cwd(), url.pathname)} is stale: run generate-tables\n${firstDifference(have, want)}`,
    );
  }
  console.log(`${files.size} tables ${check ? `compared, ${stale} stale` : 'written'}`);
  if (tables.length === 0) console.error('no table of constants or layouts could be compared: nothing was checked');
  return stale > 0 || tables.length === 0 ? 1 : 0;
}

process.exitCode = main(process.argv.includes('--check'));
