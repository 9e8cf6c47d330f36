import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, pysock, pysockProgram, run } from './support/command.ts';
import { program, serve } from './support/serving.ts';

function has(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const page = '<p>a page</p>\n'.repeat(1000);
const files = { 'page.html': page, 'folder/index.html': 'the folder\n', data: '0123456789'.repeat(100_000) };

describe.skipIf(!has('curl', '--version'))('pysock -m http.server (skipped without curl)', () => {
  /** The status, size and new connections of each of several transfers, counted. */
  async function fetchMany(url: string, count: number): Promise<Map<string, number>> {
    const { stdout } = await run(
      ['curl'],
      ['-s', '-o', '/dev/null', '-w', '%{http_code} %{size_download} %{num_connects}\n', `${url}?[1-${count}]`],
    );
    const seen = new Map<string, number>();
    for (const line of stdout.trim().split('\n')) seen.set(line, (seen.get(line) ?? 0) + 1);
    return seen;
  }

  const httpServer = (folder: string, ...args: string[]) =>
    serve(pysockProgram, ['-m', 'http.server', '-b', '127.0.0.1', '-d', folder, ...args, '0'], /port (\d+) .*\n/, {
      env: { PYTHONUNBUFFERED: '1' },
    });

  it('serves a folder, 1,000 requests long, and ends at SIGINT', { timeout: 120_000 }, async () => {
    using folder = folderOf(files);
    await using serving = await httpServer(folder.path);
    const url = `http://127.0.0.1:${serving.found[1]}`;
    expect(await fetchMany(`${url}/page.html`, 1000)).toEqual(new Map([[`200 ${page.length} 1`, 1000]]));

    const curl = async (...args: string[]) => (await run(['curl'], ['-s', ...args])).stdout;
    expect(await curl(`${url}/`)).toContain('<li><a href="page.html">page.html</a></li>');
    expect(await curl(`${url}/folder/`)).toBe('the folder\n');
    const status = ['-o', '/dev/null', '-w', '%{http_code}'];
    expect(await curl(...status, `${url}/missing`)).toBe('404');
    expect(await curl(...status, '-d', 'x', `${url}/`)).toBe('501');
    expect(await curl(...status, '-H', 'If-Modified-Since: Fri, 01 Jan 2100 00:00:00 GMT', `${url}/data`)).toBe('304');
    // As CPython's: it knows no ranges.
    expect((await curl('-r', '0-9', `${url}/data`)).length).toBe(files.data.length);

    const { stdout, stderr, status: exit } = await serving.stop('SIGINT');
    expect(stdout).toMatch(/\nKeyboard interrupt received, exiting\.\n$/);
    expect(stderr.match(/"GET \/page\.html\?\d+ HTTP\/1\.1" 200 -\n/g)).toHaveLength(1000);
    expect(exit).toBe(0);
  });

  it('keeps a connection for HTTP/1.1', { timeout: 60_000 }, async () => {
    using folder = folderOf(files);
    await using serving = await httpServer(folder.path, '-p', 'HTTP/1.1');
    const seen = await fetchMany(`http://127.0.0.1:${serving.found[1]}/page.html`, 20);
    expect(Object.fromEntries(seen)).toEqual({ [`200 ${page.length} 1`]: 1, [`200 ${page.length} 0`]: 19 });
  });
});

/** A port that nobody has had a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

describe.skipIf(!has('nginx', '-v'))('http.client and urllib.request with nginx (skipped without nginx)', () => {
  it('ranges over one connection, HEAD, a redirection, an error', { timeout: 60_000 }, async () => {
    const port = await freePort();
    using folder = folderOf(files);
    const configuration = `
      daemon off; master_process off; pid nginx.pid; error_log stderr;
      events {}
      http {
        access_log off; default_type text/x-data;
        ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${kind};`).join(' ')}
        server { listen 127.0.0.1:${port}; root .; }
      }`;
    using settings = folderOf({ 'nginx.conf': configuration });
    const ready = /start worker|nginx/;
    await using _nginx = await serve(
      ['sh', '-c'],
      ['echo nginx; exec nginx "$@"', 'sh', '-p', folder.path, '-c', join(settings.path, 'nginx.conf')],
      ready,
    );
    await expect.poll(() => has('curl', '-sf', `http://127.0.0.1:${port}/data`), { timeout: 10_000 }).toBe(true);

    const { stdout, stderr } = await pysock([program('http_client'), String(port)]);
    expect(stderr).toBe('');
    expect(stdout.split('\n')).toEqual([
      "206 bytes 0-9/1000000 b'0123456789'",
      "206 bytes 1000-1009/1000000 b'0123456789'",
      "206 bytes 999990-999999/1000000 b'0123456789'",
      "200 0 1000000 b''",
      '200 1000000 text/x-data',
      "folder/ b'the folder\\n'",
      '404 Not Found True',
      '',
    ]);
  });
});
