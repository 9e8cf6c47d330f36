// Builds the package in the current folder into dist/ (each package's "build" script):
//
//     --library src/index.ts       dist/index.js, every dependency left outside, and the type declarations; may be repeated
//     --program cli=src/main.ts    dist/cli.js, everything bundled but what cannot be; executable when package.json's bin names it
//     --program w.cjs=src/w.ts     dist/w.cjs, a CommonJS file
//                                  with a launch.sh beside its source, that is what starts it
//     --script s=src/s.ts          dist/s.cjs, CommonJS that node:vm can run, where there is no import()
//
// An entry point that does not exist yet is skipped.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { bin } from './lib/paths.mjs';

/** What a bundle cannot hold: a native addon, packages that look for files beside themselves, CommonJS that asks for NODE_ENV. */
const UNBUNDLED = ['koffi', 'pyodide', '@pysock/pyodide-bridge', '@pysock/conformance', 'ink', 'react'];

/** What Pyodide's loader loads where there is no `require`. */
const NEVER_LOADED = ['ws'];

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
function assertDeclared(metafile) {
  for (const { entryPoint, imports } of Object.values(metafile.outputs)) {
    for (const { path, external } of imports) {
      const name = path.split('/', path.startsWith('@') ? 2 : 1).join('/');
      if (!external || path.startsWith('node:') || builtinModules.includes(name) || NEVER_LOADED.includes(name))
        continue;
      if (!(name in (manifest.dependencies ?? {})))
        throw new Error(`${entryPoint ?? 'shared code'} imports ${name}, which package.json lacks`);
    }
  }
}

/** A module `x.py.ts` answers the text of the file `x.py` beside it: a bundle has that text instead of reading the file. */
const pythonText = {
  name: 'python-text',
  setup({ onLoad }) {
    onLoad({ filter: /\.py\.ts$/ }, ({ path }) => {
      return { contents: readFileSync(path.slice(0, -'.ts'.length), 'utf8'), loader: 'text' };
    });
  },
};

async function bundle(entries, options) {
  const result = await build({
    entryPoints: entries,
    outdir: 'dist',
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    sourcemap: 'linked',
    sourcesContent: false,
    metafile: true,
    write: false,
    logLevel: 'warning',
    plugins: [pythonText],
    ...options,
  });
  assertDeclared(result.metafile);
  for (const { path, contents } of result.outputFiles) replaceFile(path, contents);
  return result.outputFiles.map(({ path }) => basename(path));
}

/** Entries of a library share their modules' state, so what they have in common goes into files of its own. */
async function buildLibrary(entries) {
  const chunks = 'chunk-';
  const written = await bundle(entries, {
    packages: 'external',
    splitting: true,
    outbase: 'src',
    chunkNames: `${chunks}[hash]`,
  });
  for (const old of readdirSync('dist').filter((name) => name.startsWith(chunks) && !written.includes(name))) {
    rmSync(join('dist', old));
  }
  execFileSync(join(bin, 'tsc'), ['--project', 'tsconfig.build.json'], { stdio: 'inherit' });
}

/** For a CommonJS file, which has no `import.meta`; what Node does not know of it is looked for in `module`. */
const COMMONJS = {
  format: 'cjs',
  outExtension: { '.js': '.cjs' },
  banner: {
    js: [
      "const moduleUrl = require('node:url').pathToFileURL(__filename).href;",
      "const resolveModule = (name) => require('node:url').pathToFileURL(require.resolve(name)).href;",
    ].join('\n'),
  },
  define: {
    'import.meta.url': 'moduleUrl',
    'import.meta.resolve': 'resolveModule',
    'import.meta.digest': 'module.digest',
    'import.meta.load': 'module.load',
  },
};

/** A file that is a script for sh, which starts Node with the file itself, and for Node a program: what sh reads is a comment there. */
const launched = (script) => `#!/bin/sh\n':' /*\n${script}*/`;

async function buildProgram(name, entry) {
  if (name.endsWith('.cjs')) {
    const out = name.slice(0, -'.cjs'.length);
    await bundle([{ in: entry, out }], { external: UNBUNDLED, conditions: ['source'], ...COMMONJS });
    return;
  }
  const isCommand = commands.has(resolve('dist', `${name}.js`));
  const launcher = entry.replace(/[^/]*$/, 'launch.sh');
  const banner = isCommand
    ? { js: existsSync(launcher) ? launched(readFileSync(launcher, 'utf8')) : '#!/usr/bin/env node' }
    : {};
  await bundle([{ in: entry, out: name }], { external: UNBUNDLED, conditions: ['source'], banner });
}

/** Pyodide's loader is part of a script, as the compiled code of what is part of it is kept. */
async function buildScript(name, entry) {
  await bundle([{ in: entry, out: name }], {
    external: [...UNBUNDLED.filter((other) => other !== 'pyodide'), ...NEVER_LOADED],
    conditions: ['source'],
    supported: { 'dynamic-import': false },
    ...COMMONJS,
  });
}

const { values } = parseArgs({
  options: {
    library: { type: 'string', multiple: true, default: [] },
    program: { type: 'string', multiple: true, default: [] },
    script: { type: 'string', multiple: true, default: [] },
  },
});

const library = values.library.filter((entry) => existsSync(entry));
if (library.length > 0) await buildLibrary(library);
for (const [name, entry] of values.program.map((program) => program.split('='))) {
  if (existsSync(entry)) await buildProgram(name, entry);
}
for (const [name, entry] of values.script.map((script) => script.split('='))) {
  if (existsSync(entry)) await buildScript(name, entry);
}
