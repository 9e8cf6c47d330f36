// Builds the package in the current folder into dist/ (each package's "build" script):
//
//     --library src/index.ts       dist/index.js, the dependencies of package.json left outside, and the type declarations that
//                                  it leads to; may be repeated
//     --program cli=src/main.ts    dist/cli.js, everything bundled but what cannot be; executable when package.json's bin names it.
//                                  What several programs have in common is one file
//     --program w.cjs=src/w.ts     dist/w.cjs, a CommonJS file
//                                  with a launch.sh beside its source, that is what starts it
//     --script s=src/s.ts          dist/s.cjs, CommonJS that node:vm can run, where there is no import()
//
// An entry point that does not exist yet is skipped. dist/files.json lists what was written: what else lies in dist is of an
// earlier build, and removed (lib/dist.mjs).
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { FILES, removeStale } from './lib/dist.mjs';
import { bin } from './lib/paths.mjs';
import { rollDeclarations } from './lib/roll-declarations.mjs';

/** What a bundle cannot hold: packages that look for files beside themselves. */
const UNBUNDLED = ['pyodide', '@pysock/pyodide-bridge', '@pysock/conformance'];

/** What Pyodide's loader loads where there is no `require`, and ink under DEV. */
const NEVER_LOADED = ['ws', 'react-devtools-core'];

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const commands = new Set(Object.values(manifest.bin ?? {}).map((path) => resolve(path)));
const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies });

/** Files of dist, relative to it. */
const written = new Set();

/** Writes by renaming, so that a program started during a build sees the old file or the new one. */
function replaceFile(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, contents);
  if (commands.has(path)) chmodSync(temporary, 0o755);
  renameSync(temporary, path);
  written.add(relative('dist', path));
}

/** What a package imports at run time must be among its own dependencies, also when the code came from another package. */
function assertDeclared(metafile) {
  for (const { entryPoint, imports } of Object.values(metafile.outputs)) {
    for (const { path, external } of imports) {
      const name = path.split('/', path.startsWith('@') ? 2 : 1).join('/');
      if (!external || path.startsWith('node:') || builtinModules.includes(name) || NEVER_LOADED.includes(name))
        continue;
      if (!dependencies.includes(name))
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
    metafile: true,
    write: false,
    logLevel: 'warning',
    plugins: [pythonText],
    ...options,
  });
  assertDeclared(result.metafile);
  for (const { path, contents } of result.outputFiles) replaceFile(path, contents);
}

/** Several entries share what they have in common: the state of modules, and bytes on the disk. */
const SHARED = { splitting: true, chunkNames: 'chunk-[hash]' };

async function buildLibrary(entries) {
  const external = dependencies.flatMap((name) => [name, `${name}/*`]);
  await bundle(entries, { external, outbase: 'src', ...SHARED });
  const emitted = mkdtempSync(join(tmpdir(), 'declarations-'));
  try {
    execFileSync(join(bin, 'tsc'), ['--project', 'tsconfig.build.json', '--outDir', emitted], { stdio: 'inherit' });
    const roots = entries.map((entry) => relative('src', entry).replace(/\.ts$/, '.d.ts'));
    // TypeScript resolves `./x.js` to x.d.ts in every mode.
    for (const [file, text] of rollDeclarations(roots, (name) => readFileSync(join(emitted, name), 'utf8')))
      replaceFile(resolve('dist', file), text);
  } finally {
    rmSync(emitted, { recursive: true });
  }
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
  const launcher = entry.replace(/[^/]*$/, 'launch.sh');
  const js = existsSync(launcher) ? launched(readFileSync(launcher, 'utf8')) : '#!/usr/bin/env node';
  await bundle([{ in: entry, out: name }], { external: UNBUNDLED, conditions: ['source'], banner: { js } });
}

/** Packages in CommonJS, for a file that is an ES module. */
const REQUIRE = "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);";

/** Programs that no link in `bin` names: they are started by their files. */
async function buildInnerPrograms(programs) {
  const entries = programs.map(([out, entry]) => ({ in: entry, out }));
  await bundle(entries, {
    external: [...UNBUNDLED, ...NEVER_LOADED],
    conditions: ['source'],
    define: { 'process.env.NODE_ENV': '"production"' },
    banner: programs.some(([, entry]) => entry.endsWith('x')) ? { js: REQUIRE } : {},
    ...(entries.length > 1 ? SHARED : {}),
  });
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
const named = (list) => list.map((text) => text.split('=')).filter(([, entry]) => existsSync(entry));
const isInner = ([name]) => !name.endsWith('.cjs') && !commands.has(resolve('dist', `${name}.js`));
const programs = named(values.program);
const inner = programs.filter(isInner);
if (inner.length > 0) await buildInnerPrograms(inner);
for (const [name, entry] of programs.filter((program) => !isInner(program))) await buildProgram(name, entry);
for (const [name, entry] of named(values.script)) await buildScript(name, entry);
replaceFile(resolve('dist', FILES), JSON.stringify([...written, FILES].sort(), null, 1));
removeStale('dist');
