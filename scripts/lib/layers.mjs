// The layers of the repository as rules over import statements. `violations` knows no file system, so that a test can
// show each rule fire.
import { posix } from 'node:path';

const PACKAGES = {
  'packages/host': { name: '@pysock/host', level: 0 },
  'packages/socket-shim': { name: '@pysock/socket-shim', level: 1 },
  'packages/pyodide-bridge': { name: '@pysock/pyodide-bridge', level: 2 },
  'packages/runtimes': { name: '@pysock/runtimes', level: 3 },
  'packages/conformance': { name: '@pysock/conformance', level: 4 },
  'packages/bench': { name: '@pysock/bench', level: 4 },
  'apps/playground': { name: '@pysock/playground', level: 5 },
};
const SHIM = 'packages/socket-shim/src';

/** The one entry besides a package's own name: what the bridge builds `_socket` on. */
const INTERNALS = { specifier: '@pysock/socket-shim/internals', reader: '@pysock/pyodide-bridge' };

/** What each room of socket-shim must not import (a room's own files are always allowed). */
const ROOMS = [
  { room: `${SHIM}/sys/`, forbidden: ['module/', 'address/', 'stdlib/', 'index.ts'] },
  { room: `${SHIM}/constants/`, allowed: [] },
  // Of module/, only what knows no socket.
  {
    room: `${SHIM}/address/`,
    allowed: ['sys/', 'constants/', 'module/errors.ts', 'module/idna.ts', 'module/python-types.ts'],
  },
  { room: `${SHIM}/module/`, forbidden: ['stdlib/', 'index.ts'] },
];

const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"])([^'"\n]+)\1/g;
const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm;

export function importsOf(source) {
  return [...source.replace(COMMENT, '').matchAll(IMPORT)].map((match) => match[2]);
}

function packageOf(file) {
  return Object.keys(PACKAGES).find((folder) => file.startsWith(`${folder}/`));
}

function packageName(specifier) {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

function relativeViolation(file, target) {
  const folder = packageOf(file);
  if (packageOf(target) !== folder && packageOf(target)) return 'reaches into another package by a relative path';
  for (const { room, forbidden, allowed } of ROOMS) {
    if (!file.startsWith(room) || target.startsWith(room) || !target.startsWith(`${SHIM}/`)) continue;
    const place = target.slice(SHIM.length + 1);
    const named = room.slice(SHIM.length + 1, -1);
    if (forbidden?.some((prefix) => place.startsWith(prefix))) return `${named} must not import ${place}`;
    if (allowed && !allowed.some((prefix) => place.startsWith(prefix))) return `${named} must not import ${place}`;
  }
  return undefined;
}

function packageViolation(file, specifier, dependencies) {
  const folder = packageOf(file);
  const name = packageName(specifier);
  if (name === 'koffi' && !file.startsWith(`${SHIM}/sys/`)) return `koffi belongs in ${SHIM}/sys only`;
  const sibling = Object.values(PACKAGES).find((candidate) => candidate.name === name);
  const own = PACKAGES[folder];
  if (sibling && sibling.name !== own.name) {
    if (sibling.level >= own.level) return `${own.name} must not import ${name}`;
    const isInternal = specifier === INTERNALS.specifier && own.name === INTERNALS.reader;
    if (specifier !== name && !isInternal) return `${specifier} is not public: import ${name}`;
  }
  const isShipped = file.startsWith(`${folder}/src/`);
  if (file.startsWith(`${SHIM}/constants/`)) return `constants must not import ${name}`;
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
    const folder = packageOf(file);
    if (!folder) continue;
    for (const specifier of importsOf(source)) {
      if (specifier.startsWith('node:')) continue;
      const problem = specifier.startsWith('.')
        ? relativeViolation(file, posix.join(posix.dirname(file), specifier))
        : packageViolation(file, specifier, dependencies[folder] ?? []);
      if (problem) found.push(`${file}: '${specifier}': ${problem}`);
    }
  }
  return found;
}
