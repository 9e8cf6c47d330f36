import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { folderOf, pysock, python, run } from './support/command.ts';

const program = fileURLToPath(new URL('programs/host_files.py', import.meta.url));
const names = [...readFileSync(program, 'utf8').matchAll(/^@check\ndef (\w+)/gm)].map(([, name]) => name);
const expected = { status: 0, signal: null, stdout: `${names.join('\n')}\n`, stderr: '' };

describe("the host's files", () => {
  it('are what they are on Linux', async () => {
    using folder = folderOf();
    expect(await pysock([program], { cwd: folder.path })).toEqual(expected);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it.skipIf(python === undefined)('are so for CPython', async () => {
    using folder = folderOf();
    expect(await run(python?.program ?? [], ['-B', program], { cwd: folder.path })).toEqual(expected);
  });

  it('lie beside the library, which is in memory', async () => {
    const code =
      'import os, json\nprint(os.path.dirname(json.__file__), os.path.exists("/lib/python314.zip"), os.path.exists("/usr"))';
    expect((await pysock(['-c', code])).stdout).toBe('/lib/python314.zip/json True True\n');
  });

  it('get no compiled files beside them', async () => {
    using folder = folderOf({ 'module.py': 'x = 1\n' });
    using cache = folderOf();
    const code =
      'import module, os; print(module.__cached__.startswith(os.environ["PYTHONPYCACHEPREFIX"]), os.path.exists(module.__cached__))';
    const { stdout } = await pysock(['-c', code], { cwd: folder.path, env: { PYTHONPYCACHEPREFIX: cache.path } });
    expect(stdout).toBe('True True\n');
    expect(existsSync(`${folder.path}/__pycache__`)).toBe(false);
    const own = await pysock(['-c', 'import module; print("/pysock/pycache/" in module.__cached__)'], {
      cwd: folder.path,
    });
    expect(own.stdout).toBe('True\n');
    expect(existsSync(`${folder.path}/__pycache__`)).toBe(false);
  });

  it('are closed when the program closes them', async () => {
    const code = `
import os
count = lambda: len(os.listdir('/proc/self/fd'))
before = count()
for i in range(100):
    with open('/etc/passwd') as file: file.read()
    for fd in os.pipe(): os.close(fd)
    os.close(os.dup(0))
print(count() - before)`;
    expect((await pysock(['-c', code])).stdout).toBe('0\n');
  });
});
