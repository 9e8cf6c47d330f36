import { describe, expect, test } from 'vitest';
import { circles, importsOf } from '../scripts/lib/imports.mjs';
import { violations } from '../scripts/lib/layers.mjs';

const dependencies = {
  'packages/host': ['koffi'],
  'packages/socket-shim': ['@pysock/host'],
  'packages/pyodide-bridge': ['@pysock/host', '@pysock/socket-shim', 'pyodide', 'koffi', 'zod'],
  'packages/runtimes': ['@pysock/pyodide-bridge', 'zod'],
  'packages/conformance': ['@pysock/runtimes', 'zod'],
  'packages/bench': ['@pysock/runtimes', '@pysock/conformance'],
  'apps/playground': ['@pysock/runtimes', '@pysock/conformance'],
};

function check(file: string, specifier: string): string[] {
  return violations([[file, `import { x } from '${specifier}';\n`]], dependencies);
}

const host = 'packages/host/src';
const shim = 'packages/socket-shim/src';
const bridge = 'packages/pyodide-bridge/src';
const conformance = 'packages/conformance/src';

describe('a layer rule fires', () => {
  test.each([
    ['koffi in the bridge, which declares it', `${bridge}/kernel/fs.ts`, 'koffi'],
    ['koffi in a test', 'packages/socket-shim/test/a.test.ts', 'koffi'],
    ['host imports the shim', `${host}/sys/socket.ts`, '@pysock/socket-shim'],
    ['shim imports the bridge', `${shim}/index.ts`, '@pysock/pyodide-bridge'],
    ['bridge imports conformance', `${bridge}/index.ts`, '@pysock/conformance'],
    ['conformance imports the playground', `${conformance}/index.ts`, '@pysock/playground'],
    ['bench imports conformance', 'packages/bench/src/goals.ts', '@pysock/conformance'],
    ['an import into another package', `${bridge}/index.ts`, '../../socket-shim/src/index.ts'],
    ['a private file of another package', `${bridge}/bridge.ts`, '@pysock/host/sys/socket.ts'],
    ["the shim's internals outside the bridge", `${conformance}/run/a.ts`, '@pysock/socket-shim/internals'],
    ['call imports sys', `${host}/call/libc.ts`, '../sys/socket.ts'],
    ['sys imports openssl', `${host}/sys/socket.ts`, '../openssl/ssl.ts'],
    ['openssl imports uv', `${host}/openssl/ssl.ts`, '../uv/poll.ts'],
    ['generated imports a package', `${host}/generated/constants/values.ts`, 'koffi'],
    ['address imports module', `${shim}/address/inet.ts`, '../module/socket.ts'],
    ['module imports stdlib', `${shim}/module/socket.ts`, '../stdlib/enums.ts'],
    ['wasm imports capi', `${bridge}/wasm/stack.ts`, '../capi/index.ts'],
    ['kernel imports modules', `${bridge}/kernel/files/index.ts`, '../../modules/posix/index.ts'],
    ['scheduler imports kernel', `${bridge}/scheduler/scheduler.ts`, '../kernel/descriptors/table.ts'],
    ['modules imports start', `${bridge}/modules/posix/index.ts`, '../../start/options.ts'],
    ['start imports snapshot', `${bridge}/start/options.ts`, '../snapshot/snapshot.ts'],
    ['snapshot imports embedding', `${bridge}/snapshot/snapshot.ts`, '../embedding/load-python.ts'],
    ['a room that nobody has entered', `${bridge}/attic/box.ts`, '../wasm/stack.ts'],
    ['compare imports report', `${conformance}/compare/diff.ts`, '../report/model.ts'],
    ['measure imports report', 'packages/bench/src/measure/time.ts', '../report/table.ts'],
    ['terminal imports ui', 'apps/playground/src/terminal/keys.ts', '../ui/app.tsx'],
    ['a package that is not declared', `${shim}/stdlib/socket.ts`, 'pyodide'],
  ])('%s', (_title, file, specifier) => {
    expect(check(file, specifier)).toEqual([expect.stringContaining(`${file}: '${specifier}'`)]);
  });
});

describe('no layer rule fires', () => {
  test.each([
    ['koffi in host', `${host}/call/libc.ts`, 'koffi'],
    ['sys imports constants', `${host}/sys/libc.ts`, '../constants/index.ts'],
    ['shim imports an entry of host', `${shim}/module/socket.ts`, '@pysock/host/sys'],
    ['address imports base', `${shim}/address/inet.ts`, '../base/errors.ts'],
    ['a room imports itself', `${shim}/stdlib/socket.ts`, './enums.ts'],
    ["bridge imports the shim's internals", `${bridge}/modules/socket.ts`, '@pysock/socket-shim/internals'],
    ['modules imports kernel', `${bridge}/modules/posix/open.ts`, '../../kernel/descriptors/table.ts'],
    ['playground imports conformance', 'apps/playground/src/main.ts', '@pysock/conformance'],
    ["Node's own modules", `${host}/constants/index.ts`, 'node:os'],
    ['a test imports any room', `packages/pyodide-bridge/test/a.test.ts`, '../src/scheduler/run-queue.ts'],
    ['a test tool in a test', 'packages/socket-shim/test/a.test.ts', 'vitest'],
  ])('%s', (_title, file, specifier) => {
    expect(check(file, specifier)).toEqual([]);
  });
});

test('a circle of imports is found, also one of types and one through a third file', () => {
  const files: [string, string][] = [
    ['a/one.ts', "import type { B } from './two.ts';"],
    ['a/two.ts', "export * from '../b/three.ts';"],
    ['b/three.ts', "const x = await import('../a/one.ts');"],
    ['b/four.ts', "import './three.ts';"],
    ['b/five.ts', "import './five.ts';"],
  ];
  expect(circles(files)).toEqual([['a/one.ts', 'a/two.ts', 'b/three.ts'], ['b/five.ts']]);
  expect(circles(files.slice(1, 4))).toEqual([]);
});

test('every form of import is seen, and none in a comment', () => {
  const source = [
    "import a from 'a';",
    "import 'b';",
    "export * from 'c';",
    "const d = await import('d');",
    "type E = import('e').E;",
    "import {\n  f,\n} from 'f';",
    "// import g from 'g';",
    "/* import h from 'h'; */",
    "const url = 'http://x'; import('i');",
  ].join('\n');
  expect(importsOf(source)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'i']);
});
