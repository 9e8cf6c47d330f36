import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { folderOf, pysock } from './support/command.ts';

const cache = folderOf();
afterAll(() => cache[Symbol.dispose]());

const env = { PYSOCK_CACHE: join(cache.path, 'new', 'folder') };
const snapshots = (): string[] => readdirSync(env.PYSOCK_CACHE).filter((name) => name.startsWith('snapshot-'));
const code = 'import socket, threading; print(socket.socket().fileno(), threading.current_thread().name)';
const expected = { status: 0, signal: null, stdout: '3 MainThread\n', stderr: '' };

async function timed(args: string[]): Promise<number> {
  const start = performance.now();
  expect((await pysock(args, { env })).status).toBe(0);
  return performance.now() - start;
}

describe('memory snapshots', { timeout: 90_000 }, () => {
  it('are made by the first start, whole even if several are the first', async () => {
    const runs = await Promise.all([1, 2].map(() => pysock(['-c', code], { env })));
    expect(runs).toEqual([expected, expected]);
    expect(snapshots()).toHaveLength(1);
    expect(readdirSync(env.PYSOCK_CACHE).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    expect(statSync(join(env.PYSOCK_CACHE, snapshots()[0] as string)).mode & 0o777).toBe(0o600);
  });

  it('make a start quick, and are not needed', async () => {
    const [file = ''] = snapshots();
    const written = statSync(join(env.PYSOCK_CACHE, file)).mtimeMs;
    const quick = Math.min(await timed(['-c', 'pass']), await timed(['-c', 'pass']), await timed(['-c', 'pass']));
    const start = performance.now();
    expect(await pysock(['-c', code], { env: { PYSOCK_CACHE: '/proc/none' } })).toEqual(expected);
    expect(performance.now() - start).toBeGreaterThan(2.5 * quick);
    expect(statSync(join(env.PYSOCK_CACHE, file)).mtimeMs).toBe(written);
  });

  it('are made anew when the file is cut off', async () => {
    const [file = ''] = snapshots();
    const path = join(env.PYSOCK_CACHE, file);
    const { length } = readFileSync(path);
    writeFileSync(path, readFileSync(path).subarray(0, length / 2));
    const told = await pysock(['-c', code], { env: { ...env, PYSOCK_DEBUG: '1' } });
    expect(told).toEqual({ ...expected, stderr: expect.stringMatching(/does not load .* shorter than it says/) });
    // What the memory holds of things that were freed is not always the same.
    expect(Math.abs(readFileSync(path).length / length - 1)).toBeLessThan(0.05);
  });

  it('are made by --prepare for other users to read, and named by --report', async () => {
    const prepared = await pysock(['--prepare', env.PYSOCK_CACHE], { env: { PYSOCK_CACHE: '' } });
    const files = expect.stringMatching(`^prepared: ${env.PYSOCK_CACHE} \\(\\d+ files, \\d+ MB\\)\n$`);
    expect(prepared).toEqual({ ...expected, stdout: files });
    expect(statSync(join(env.PYSOCK_CACHE, snapshots()[0] as string)).mode & 0o777).toBe(0o644);
    const refused = await pysock(['--prepare', '/proc/none'], { env });
    expect(refused).toEqual({ ...expected, status: 1, stdout: '', stderr: expect.stringContaining('/proc/none') });
    const { stdout } = await pysock(['--report'], { env });
    expect(stdout).toMatch(/^versions: pysock .*, Pyodide .*, Node .*\nsystem: .*\n/);
    expect(stdout).toContain(`\ncache: ${env.PYSOCK_CACHE} (`);
  });

  it('lie among temporary files where the usual folder cannot be made, if those are the own ones', async () => {
    using temporary = folderOf();
    const nowhere = { PYSOCK_CACHE: undefined, XDG_CACHE_HOME: undefined, HOME: '/proc/none', TMPDIR: temporary.path };
    const own = join(temporary.path, `pysock-${process.getuid?.()}`);
    const cacheLine = async () => (await pysock(['--report'], { env: nowhere })).stdout.match(/^cache: (\S+)/m)?.[1];
    expect(await cacheLine()).toBe(own);
    chmodSync(own, 0o777);
    expect(await cacheLine()).toBe('none:');
  });

  it('lie beside the compiled code of the program itself, which is checked', async () => {
    const files = () => readdirSync(env.PYSOCK_CACHE).filter((name) => name.startsWith('code-'));
    const kept = files();
    expect(kept).toHaveLength(2);
    for (const name of kept) {
      const path = join(env.PYSOCK_CACHE, name);
      const bytes = readFileSync(path);
      writeFileSync(path, bytes.subarray(0, bytes.length / 2));
      expect(await pysock(['-c', code], { env })).toEqual(expected);
      expect(readFileSync(path).length).toBeGreaterThan(bytes.length / 2);
      const written = statSync(path).mtimeMs;
      expect(await pysock(['-c', code], { env })).toEqual(expected);
      expect(statSync(path).mtimeMs).toBe(written);
    }
    expect(files()).toEqual(kept);
  });

  it('lie beside compiled modules of the library, which are checked', async () => {
    const start = ['-c', 'import colorsys; print(colorsys.rgb_to_hsv(1, 1, 1))'];
    const answer = { ...expected, stdout: '(0.0, 0.0, 1)\n' };
    expect(await pysock(start, { env })).toEqual(answer);
    const folder = join(env.PYSOCK_CACHE, 'pycache');
    const [library = ''] = readdirSync(folder);
    const path = join(folder, library, 'colorsys.pyc');
    const compiled = readFileSync(path);
    for (const spoiled of [compiled.subarray(0, 50), new Uint8Array(), new Uint8Array(compiled).fill(1, 20)]) {
      writeFileSync(path, spoiled);
      expect(await pysock(start, { env })).toEqual(answer);
    }
    expect(readFileSync(path)).toEqual(compiled);
  });

  it("keep Python's hash seed", async () => {
    const hash = async (seed: string) =>
      (await pysock(['-c', 'print(hash("a"))'], { env: { ...env, PYTHONHASHSEED: seed } })).stdout;
    const first = await hash('1');
    expect(await hash('1')).toBe(first);
    expect(await hash('random')).not.toBe(first);
    expect(snapshots()).toHaveLength(2);
  });

  it('remember nothing that a process makes anew', async () => {
    const drawn = [
      'import logging, random, tempfile, threading, time, uuid',
      'print(random.random(), uuid.uuid1().clock_seq, tempfile.mktemp())',
      'print(threading.main_thread().native_id == threading.get_native_id(), time.time_ns() - logging._startTime < 10**10)',
    ].join('\n');
    const outputs = await Promise.all(
      [1, 2].map(async () => (await pysock(['-c', drawn], { env })).stdout.split('\n')),
    );
    const [[first = '', ...facts] = [], [second = ''] = []] = outputs;
    expect(facts).toEqual(['True True', '']);
    for (const [at, value] of first.split(' ').entries()) expect(second.split(' ')[at]).not.toBe(value);
  });

  it("give way to a program's own modules, and to no other files", async () => {
    using folder = folderOf({
      'program.py': [
        'import enum, signal, ssl, threading, concurrent.futures.thread, asyncio.base_events',
        'print(isinstance(signal.SIGINT, enum.IntEnum), ssl.__doc__[:15], asyncio.base_events.threading is threading)',
        'import json, json.decoder, bisect, random',
        'print(json.__doc__, json.decoder.scanner.__name__, random._bisect is bisect.bisect)',
      ].join('\n'),
      'ssl/key.pem': '',
      'concurrent/notes': '',
      'enum.txt': '',
      'threading.md': '',
      'bisect.py': 'def bisect(): pass',
      'json/__init__.py': '"own"',
      'json/decoder.py': 'import json.scanner as scanner',
      'json/scanner.py': '',
    });
    const { stdout, stderr } = await pysock([join(folder.path, 'program.py')], { env });
    expect([stdout, stderr]).toEqual(['True TLS for sockets True\nown json.scanner True\n', '']);
  });
});
