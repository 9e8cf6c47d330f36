// The layers of the repository as tables, and rules over import statements. `violations` knows no file system, so that a
// test can show each rule fire.
import { importsOf, targetOf } from './imports.mjs';

/** The packages from the lowest up: each may import those before it. `also` names entries besides the package's own name. */
const PACKAGES = [
  {
    folder: 'packages/host',
    name: '@pysock/host',
    also: ['call', 'constants', 'constants/socket', 'layouts', 'openssl', 'sys', 'uv'],
  },
  { folder: 'packages/socket-shim', name: '@pysock/socket-shim' },
  { folder: 'packages/pyodide-bridge', name: '@pysock/pyodide-bridge' },
  { folder: 'packages/runtimes', name: '@pysock/runtimes' },
  { folder: 'packages/conformance', name: '@pysock/conformance' },
  { folder: 'packages/bench', name: '@pysock/bench' },
  { folder: 'packages/programs', name: '@pysock/programs' },
  { folder: 'packages/hosts', name: '@pysock/hosts' },
  { folder: 'apps/playground', name: '@pysock/playground' },
];

/** What only one other package may import: what the bridge builds `_socket` on. */
const INTERNALS = { specifier: '@pysock/socket-shim/internals', reader: '@pysock/pyodide-bridge' };

/** Packages that must not import each other although one stands above the other. */
const STRANGERS = [['@pysock/bench', '@pysock/conformance']];

/**
 * The rooms of each package from the ground up: folders and single files below `src/`. A room may import itself and the
 * rooms before it. A list within the list is a floor whose rooms do not import each other.
 */
export const ROOMS = {
  'packages/host': [
    'generated',
    'constants',
    'layouts',
    'call',
    'sys',
    ['openssl', 'readline', 'threads', 'uv'],
    'index.ts',
  ],
  'packages/socket-shim': [
    'base',
    'address',
    'module',
    ['stdlib', 'select'],
    'trace',
    ['index.ts', 'internals.ts', 'module-index.ts'],
  ],
  'packages/pyodide-bridge': [
    // Ground: WebAssembly and CPython's C API.
    ...['wasm', 'capi', 'handles'],
    // System: what the interpreter asks of the operating system.
    ...['identity', 'convert', 'signals', 'scheduler', 'kernel', 'processes', 'bridge.ts'],
    // Modules of Python.
    'modules',
    // Ways in.
    ...['start', 'snapshot', 'installing', 'embedding', 'cli', 'index.ts'],
  ],
  'packages/runtimes': [
    'process',
    'adapter.ts',
    ['cpython.ts', 'pysock.ts'],
    'pyodide.ts',
    'load.ts',
    ['index.ts', 'programs'],
  ],
  'packages/conformance': [
    ['glob.ts', 'outcome.ts', 'package-root.ts', 'settings.ts', 'files', 'normalize'],
    ['compare', 'discover'],
    'expectations',
    'stage',
    'run',
    'suites',
    'report',
    'document',
    ['names', 'generated-calls'],
    'cli',
    ['index.ts', 'play-document.ts'],
  ],
  'packages/bench': [
    ['runtimes.ts', 'statistics.ts', 'system-calls.ts'],
    'scenarios',
    'results.ts',
    ['measure', 'goals.ts'],
    'report',
    'cli',
  ],
  'packages/hosts': ['store.ts', 'fetch', 'hosts.ts', 'start.ts', ['cases.ts', 'probe.ts', 'table.ts'], 'cli'],
  'packages/programs': [
    ['environment.ts', 'programs.ts', 'suites.ts'],
    ['exchange.ts', 'suite.ts', 'databases'],
    'table.ts',
    'cli',
  ],
  'apps/playground': [
    ['options.ts', 'terminal', 'shelf'],
    'run',
    'repl',
    'ui',
    ['headless.ts', 'screen.tsx'],
    'main.ts',
  ],
};

/** The only folder that knows koffi. */
const KOFFI = 'packages/host/';

const packageOf = (file) => PACKAGES.find(({ folder }) => file.startsWith(`${folder}/`));
const packageName = (specifier) => specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');

/** The room of a file below a package's `src/`; undefined elsewhere. */
function roomOf(folder, file) {
  const source = `${folder}/src/`;
  return file.startsWith(source) ? file.slice(source.length).split('/')[0] : undefined;
}

function floorOf(folder, room) {
  return ROOMS[folder].findIndex((floor) => [floor].flat().includes(room));
}

function relativeViolation(file, target) {
  const own = packageOf(file);
  const other = packageOf(target);
  if (other !== own && other) return 'reaches into another package by a relative path';
  const [from, to] = [roomOf(own.folder, file), roomOf(own.folder, target)];
  if (from === undefined || to === undefined || from === to) return undefined;
  const [above, below] = [floorOf(own.folder, from), floorOf(own.folder, to)];
  if (above < 0) return `${from} is no room of ${own.folder}: enter it in scripts/lib/layers.mjs`;
  if (below < 0) return `${to} is no room of ${own.folder}: enter it in scripts/lib/layers.mjs`;
  return below < above ? undefined : `${from} must not import ${to}`;
}

function packageViolation(file, specifier, dependencies) {
  const own = packageOf(file);
  const name = packageName(specifier);
  if (name === 'koffi' && !file.startsWith(KOFFI)) return `koffi belongs in ${KOFFI} only`;
  const sibling = PACKAGES.find((candidate) => candidate.name === name);
  if (sibling && sibling !== own) {
    if (PACKAGES.indexOf(sibling) > PACKAGES.indexOf(own)) return `${own.name} must not import ${name}`;
    if (STRANGERS.some((pair) => pair.includes(own.name) && pair.includes(name)))
      return `${own.name} must not import ${name}`;
    const isInternal = specifier === INTERNALS.specifier && own.name === INTERNALS.reader;
    const isEntry = specifier === name || sibling.also?.includes(specifier.slice(name.length + 1));
    if (!isEntry && !isInternal) return `${specifier} is not public: import ${name}`;
  }
  const isShipped = roomOf(own.folder, file) !== undefined;
  if (isShipped && roomOf(own.folder, file) === 'generated') return `generated must not import ${name}`;
  if (isShipped && !dependencies.includes(name)) return `${name} is not among the package's dependencies`;
  return undefined;
}

/**
 * The lines to report for `files`, an iterable of [path from the repository's root, source]; `dependencies` gives the
 * names of each package folder's dependencies.
 */
export function violations(files, dependencies) {
  const found = [];
  for (const [file, source] of files) {
    const own = packageOf(file);
    if (!own) continue;
    for (const specifier of importsOf(source)) {
      if (specifier.startsWith('node:')) continue;
      const problem = specifier.startsWith('.')
        ? relativeViolation(file, targetOf(file, specifier))
        : packageViolation(file, specifier, dependencies[own.folder] ?? []);
      if (problem) found.push(`${file}: '${specifier}': ${problem}`);
    }
  }
  return found;
}
