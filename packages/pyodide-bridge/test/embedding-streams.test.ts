import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type Input, loadPython, runScript } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'pysock-streams-'));

function script(name: string, code: string): string {
  const path = join(folder, name);
  writeFileSync(path, code);
  return path;
}

const ECHO = script(
  'echo.py',
  'import sys\nprint(sys.argv[1:], repr(sys.stdin.read()))\nprint("error", file=sys.stderr)\nsys.exit(3)\n',
);

function* pieces(): Generator<string> {
  yield 'one ';
  yield 'two';
}

describe('runScript', () => {
  it.each<[string, Input]>([
    ['a text', 'one two'],
    ['bytes', Buffer.from('one two')],
    ['an iterable', pieces()],
    ['a stream', Readable.from(pieces())],
    [
      'a function',
      (
        (given) => () =>
          given.next().value ?? null
      )(pieces()),
    ],
  ])('reads %s, and returns what was written', async (_, stdin) => {
    expect(await runScript(ECHO, { args: ['x'], stdin })).toEqual({
      exit: { status: 3 },
      stdout: "['x'] 'one two'\n",
      stderr: 'error\n',
    });
  });

  it('returns the value of a variable', async () => {
    const code = 'import sys\nfound = {"sum": [len(sys.argv), "x"]}\nsys.exit(2)\n';
    const { exit, value } = await runScript(script('value.py', code), { args: ['y'], value: 'found' });
    expect([exit, value]).toEqual([{ status: 2 }, { sum: [2, 'x'] }]);
  });

  it.each([
    ['that waits', 'import time\ntime.sleep(60)\n'],
    ['that computes', 'while True: pass\n'],
  ])('ends a script %s at its limit of time', async (what, code) => {
    await expect(runScript(script(`${what.replaceAll(' ', '-')}.py`, code), { timeout: 1000 })).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  });

  it('refuses wrong options', async () => {
    await expect(runScript(ECHO, { limit: 1 } as never)).rejects.toThrow("there is no option 'limit'");
    await expect(loadPython({ stdout: 'somewhere' as never })).rejects.toThrow(TypeError);
  });
});

it('what a call has printed is with the function of stdout when it returns', async () => {
  let text = '';
  await using python = await loadPython({ stdout: (written) => (text += written) });
  await python.run('print("hello")');
  await new Promise((resolve) => setImmediate(resolve));
  expect(text).toBe('hello\n');
});

const WHOLE = `true [ 'hello\\n' ]
JSONDecodeError - json.decoder.JSONDecodeError: Expecting value: line 1 column 4 (char 3)
TimeoutError
`;

describe('examples/', () => {
  it.each([
    ['async-handler.mjs', "[ 'hello from Python', 'hello from Python', 'hello from Python' ]\n"],
    ['client-library.mjs', "[ 'answer to /a', 'answer to /b', 'answer to /c' ]\n"],
    ['whole-python.mjs', WHOLE],
    ['hand-over.mjs', 'from Python\nfrom Node\n'],
    ['run-script.mjs', "{ exit: { status: 3 }, stdout: '2 lines\\n', stderr: '' }\n"],
  ])('%s', { timeout: 60_000 }, async (name, expected) => {
    const example = fileURLToPath(new URL(`../../../examples/${name}`, import.meta.url));
    const { stdout } = await promisify(execFile)(process.execPath, [example]);
    expect(stdout).toBe(expected);
  });
});
