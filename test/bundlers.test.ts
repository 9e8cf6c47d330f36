/** The examples of docs/bundlers.md, each built or run by its tool. */
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
/** The copies lie where Node finds the packages of this repository, and not under node_modules: Next.js leaves JSX there as it is. */
const work = join(root, 'examples', 'bundlers', `.built-${process.pid}`);
afterAll(() => rmSync(work, { recursive: true, force: true }));

const bin = join(root, 'node_modules', '.bin');
const PATH = `${bin}${delimiter}${process.env.PATH}`;
const env = { ...process.env, PATH, NEXT_TELEMETRY_DISABLED: '1', NO_COLOR: '1' };

function scriptsOf(folder: string): { build: string; start: string } {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).scripts;
}

function built(name: string): string {
  const folder = join(work, name);
  mkdirSync(work, { recursive: true });
  cpSync(join(root, 'examples', 'bundlers', name), folder, { recursive: true });
  const { status, stdout, stderr } = spawnSync('sh', ['-c', scriptsOf(folder).build], { cwd: folder, env });
  expect({ status, output: `${stdout}${stderr}` }).toEqual({ status: 0, output: expect.any(String) });
  return folder;
}

const tools = ['esbuild', 'vite', 'webpack'] as const;

describe('bundled', { timeout: 120_000 }, () => {
  for (const name of tools) {
    const isThere = existsSync(join(bin, name));
    it.runIf(isThere)(`by ${name}${isThere ? '' : ' (skipped: it is not installed)'}`, () => {
      const folder = built(name);
      const { stdout, stderr } = spawnSync('sh', ['-c', scriptsOf(folder).start], { cwd: folder, env });
      expect({ stdout: `${stdout}`, stderr: `${stderr}` }).toEqual({ stdout: "b'bundled'\n", stderr: '' });
    });
  }

  for (const name of ['vitest', 'jest']) {
    const isThere = existsSync(join(bin, name));
    it.runIf(isThere)(`not, under ${name}${isThere ? '' : ' (skipped: it is not installed)'}`, () => {
      const cwd = join(root, 'examples', 'bundlers', name);
      const { status, stdout, stderr } = spawnSync('npm', ['test'], { cwd, env });
      expect({ status, output: `${stdout}${stderr}` }).toEqual({
        status: 0,
        output: expect.stringMatching(/2 passed/),
      });
    });
  }

  const hasNext = existsSync(join(bin, 'next'));
  it.runIf(hasNext)(`by Next.js${hasNext ? '' : ' (skipped: it is not installed)'}`, async () => {
    const folder = built('next');
    const server = spawn('sh', ['-c', `exec ${scriptsOf(folder).start}`], { cwd: folder, env, detached: true });
    try {
      let said = '';
      const url = await new Promise<string>((resolve, reject) => {
        server.stdout.on('data', (text) => {
          said += text;
          const [found] = /http:\/\/localhost:\d+/.exec(said) ?? [];
          if (found !== undefined) resolve(found);
        });
        server.on('exit', () => reject(new Error(said)));
      });
      expect(await (await fetch(`${url}/api`)).text()).toBe("b'bundled'");
    } finally {
      process.kill(-(server.pid as number), 'SIGKILL');
    }
  });
});
