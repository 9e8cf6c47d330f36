import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const script = fileURLToPath(new URL('../scripts/build-package.mjs', import.meta.url));
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'build-package-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

test('a bundle has the text of a Python module itself', () => {
  const module = [
    "import { readFileSync } from 'node:fs';",
    "export default readFileSync(new URL('./greet.py', import.meta.url), 'utf8');",
  ].join('\n');
  const python = 'print("hello")\n';
  write({
    'package.json': '{ "type": "module" }',
    'src/greet.py': python,
    'src/greet.py.ts': module,
    'src/main.ts': "import text from './greet.py.ts';\nprocess.stdout.write(text);\n",
  });
  const run = (...args: string[]) => execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });

  expect(run('src/main.ts')).toBe(python);
  run(script, '--program', 'main=src/main.ts');
  rmSync(join(folder, 'src'), { recursive: true });
  expect(run('dist/main.js')).toBe(python);
});
