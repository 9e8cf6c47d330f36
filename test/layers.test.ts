import { describe, expect, test } from 'vitest';
import { importsOf, violations } from '../scripts/lib/layers.mjs';

const dependencies = {
  'packages/socket-shim': ['koffi'],
  'packages/pyodide-bridge': ['@pysock/socket-shim', 'pyodide', 'koffi', 'zod'],
  'packages/conformance': ['@pysock/pyodide-bridge', 'zod'],
  'apps/playground': ['@pysock/pyodide-bridge', '@pysock/conformance'],
};

function check(file: string, specifier: string): string[] {
  return violations([[file, `import { x } from '${specifier}';\n`]], dependencies);
}

const shim = 'packages/socket-shim/src';
const bridge = 'packages/pyodide-bridge/src';

describe('a layer rule fires', () => {
  test.each([
    ['koffi outside sys', `${shim}/module/socket.ts`, 'koffi'],
    ['koffi in the bridge', `${bridge}/runtime/fs.ts`, 'koffi'],
    ['koffi in a test', 'packages/socket-shim/test/a.test.ts', 'koffi'],
    ['shim imports the bridge', `${shim}/index.ts`, '@pysock/pyodide-bridge'],
    ['bridge imports conformance', `${bridge}/index.ts`, '@pysock/conformance'],
    ['conformance imports the playground', 'packages/conformance/src/index.ts', '@pysock/playground'],
    ['an import into another package', `${bridge}/index.ts`, '../../socket-shim/src/index.ts'],
    ['a private file of another package', `${bridge}/index.ts`, '@pysock/socket-shim/src/sys/libc.ts'],
    ["the shim's internals outside the bridge", 'packages/conformance/src/a.ts', '@pysock/socket-shim/internals'],
    ['sys imports module', `${shim}/sys/libc.ts`, '../module/errors.ts'],
    ['sys imports address', `${shim}/sys/libc.ts`, '../address/inet.ts'],
    ['sys imports stdlib', `${shim}/sys/libc.ts`, '../stdlib/socket.ts'],
    ['constants imports sys', `${shim}/constants/index.ts`, '../sys/libc.ts'],
    ['constants imports a package', `${shim}/constants/index.ts`, 'zod'],
    ['address imports module', `${shim}/address/inet.ts`, '../module/socket.ts'],
    ['address imports stdlib', `${shim}/address/inet.ts`, '../stdlib/socket.ts'],
    ['module imports stdlib', `${shim}/module/socket.ts`, '../stdlib/enums.ts'],
    ['a package that is not declared', `${shim}/stdlib/socket.ts`, 'pyodide'],
  ])('%s', (_title, file, specifier) => {
    expect(check(file, specifier)).toEqual([expect.stringContaining(`${file}: '${specifier}'`)]);
  });
});

describe('no layer rule fires', () => {
  test.each([
    ['koffi in sys', `${shim}/sys/libc.ts`, 'koffi'],
    ['sys imports constants', `${shim}/sys/libc.ts`, '../constants/index.ts'],
    ['address imports the errors', `${shim}/address/inet.ts`, '../module/errors.ts'],
    ['address imports sys', `${shim}/address/inet.ts`, '../sys/libc.ts'],
    ['constants imports itself', `${shim}/constants/index.ts`, './linux-x64.ts'],
    ['stdlib imports module', `${shim}/stdlib/socket.ts`, '../module/socket.ts'],
    ['bridge imports the shim', `${bridge}/modules/socket.ts`, '@pysock/socket-shim'],
    ["bridge imports the shim's internals", `${bridge}/modules/socket.ts`, '@pysock/socket-shim/internals'],
    ['playground imports the bridge', 'apps/playground/src/main.ts', '@pysock/pyodide-bridge'],
    ['playground imports conformance', 'apps/playground/src/main.ts', '@pysock/conformance'],
    ["Node's own modules", `${shim}/constants/index.ts`, 'node:os'],
    ['a test tool in a test', 'packages/socket-shim/test/a.test.ts', 'vitest'],
  ])('%s', (_title, file, specifier) => {
    expect(check(file, specifier)).toEqual([]);
  });
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
