// Builds the package in the current folder into dist/ (each package's "build" script):
//
//     --library src/index.ts       dist/index.js, every dependency left outside, and the type declarations
//     --program cli=src/main.ts    dist/cli.js, everything bundled but what cannot be; executable when package.json's bin names it
//
// An entry point that does not exist yet is skipped.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { bin } from './lib/paths.mjs';

/** What a bundle cannot hold: a native addon, and packages that look for files beside themselves. */
const UNBUNDLED = ['koffi', 'pyodide', '@pysock/pyodide-bridge'];

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const commands = new Set(Object.values(manifest.bin ?? {}).map((path) => resolve(path)));

/** Writes by renaming, so that a program started during a build sees the old file or the new one. */
function replaceFile(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, contents);
  if (commands.has(path)) chmodSync(temporary, 0o755);
  renameSync(temporary, path);
}

/** What a package imports at run time must be among its own dependencies, also when the code came from another package. */
function assertDeclared(metafile, entry) {
  for (const { imports } of Object.values(metafile.outputs)) {
    for (const { path, external } of imports) {
      const name = path.split('/', path.startsWith('@') ? 2 : 1).join('/');
      if (!external || path.startsWith('node:') || builtinModules.includes(name)) continue;
      if (!(name in (manifest.dependencies ?? {})))
        throw new Error(`${entry} imports ${name}, which package.json lacks`);
    }
  }
}

async function bundle(name, entry, options) {
  const output = resolve('dist', `${name}.js`);
  const result = await build({
    entryPoints: [entry],
    outfile: output,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    write: false,
    logLevel: 'warning',
    banner: commands.has(output) ? { js: '#!/usr/bin/env node' } : {},
    ...options,
  });
  assertDeclared(result.metafile, entry);
  for (const { path, contents } of result.outputFiles) replaceFile(path, contents);
}

const { values } = parseArgs({
  options: { library: { type: 'string' }, program: { type: 'string', multiple: true, default: [] } },
});

if (values.library && existsSync(values.library)) {
  await bundle('index', values.library, { packages: 'external' });
  execFileSync(join(bin, 'tsc'), ['--project', 'tsconfig.build.json'], { stdio: 'inherit' });
}
for (const [name, entry] of values.program.map((program) => program.split('='))) {
  if (!existsSync(entry)) continue;
  await bundle(name, entry, { external: UNBUNDLED, conditions: ['source'] });
}
