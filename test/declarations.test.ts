/** The packages' type declarations: one rolled-up file each, for programs without the DOM's types. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { published } from '../scripts/lib/packages.mjs';
import { rollDeclarations } from '../scripts/lib/roll-declarations.mjs';

const root = resolve(import.meta.dirname, '..');
const folder = join(root, 'node_modules', '.cache', `declared-${process.pid}`);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PROGRAM = `
import { installSocket, loadPython, runScript, type Exit } from '@pysock/pyodide-bridge';
import * as shim from '@pysock/socket-shim';
import { constants, moduleConstants, openssl, strerror, sys } from '@pysock/host';
import { lazy, TIMED_OUT } from '@pysock/host/call';
import { EAGAIN } from '@pysock/host/constants';
import { AF_INET } from '@pysock/host/constants/socket';
import { type Adapter, pysock } from '@pysock/runtimes';
import * as conformance from '@pysock/conformance';

const python = await loadPython({ argv: ['python'] });
const exit: Exit = await python.runMain();
const pid: number = sys.getpid();
// @ts-expect-error: it is a number
const text: string = sys.getpid();
// @ts-expect-error: no such option
await loadPython({ colour: true });
const adapter: Adapter = pysock();
const socket: shim.socket = new shim.socket(AF_INET, shim.SOCK_STREAM);
const all = [exit, pid, text, adapter, socket, constants, moduleConstants('posix'), openssl, strerror(EAGAIN), lazy, TIMED_OUT];
export default [...all, installSocket, runScript, conformance];
`;

it('compile without the DOM, and are checked themselves', () => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'program.mts'), PROGRAM);
  const compilerOptions = {
    ...{ module: 'nodenext', target: 'es2024', lib: ['esnext'], types: ['node'], strict: true, noEmit: true },
    ...{ skipLibCheck: false, exactOptionalPropertyTypes: true },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.mts'] }));
  const { stdout } = spawnSync(join(root, 'node_modules', '.bin', 'tsc'), ['-p', folder], { encoding: 'utf8' });
  const errors = stdout.split('\n').filter((line) => /error TS/.test(line));
  // Pyodide's own declarations name the DOM's types: that they were looked at shows that ours were.
  expect(errors.some((line) => line.includes('node_modules/pyodide/'))).toBe(true);
  expect(errors.filter((line) => !line.includes('node_modules/pyodide/'))).toEqual([]);
});

it.each(published)('%s has one file, and one more for each entry where it has several', (name) => {
  const { exports } = JSON.parse(readFileSync(join(root, name, 'package.json'), 'utf8'));
  const entries = Object.values<{ types?: string }>(exports).flatMap(({ types }) => (types ? [types.slice(7)] : []));
  const files = readdirSync(join(root, name, 'dist'), { recursive: true, encoding: 'utf8' });
  const wanted = entries.length > 1 ? [...entries, 'declarations.d.ts'] : entries;
  expect(files.filter((file) => file.endsWith('.d.ts')).sort()).toEqual(wanted.sort());
});

it('keeps what is exported under its name, and two things of one name apart', () => {
  const modules: Readonly<Record<string, string>> = {
    'index.d.ts': `export { a } from './a.js';\nexport * as b from './b.js';\nexport type { Map as M } from './b.js';`,
    'a.d.ts': `import type { T } from './b.js';\ninterface Own { x: Map<T, import('./c.js').T>; }\nexport declare const a: Own, unused: 1;`,
    'b.d.ts': `/** A number. */\nexport type T = number;\nexport interface Map { T: T; }`,
    'c.d.ts': 'export type T = string;',
  };
  const rolled = rollDeclarations(['index.d.ts'], (file: string) => modules[file] as string);
  expect(rolled.get('index.d.ts')).toBe(
    [
      'declare const a: Own;',
      'interface Own { x: Map<T, T$1>; }',
      '/** A number. */',
      'type T = number;',
      'type T$1 = string;',
      'interface Map$1 { T: T; }',
      'declare namespace b {\n  export { T, Map$1 as Map };\n}',
      'export { a, b, Map$1 as M };\n',
    ].join('\n'),
  );
});
