import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, pysockProgram, python, run } from './support/command.ts';
import { program, serve } from './support/serving.ts';

const { program: cpython } = python ?? { program: [] };
const sides = [
  ['pysock', 'CPython', pysockProgram, cpython],
  ['CPython', 'pysock', cpython, pysockProgram],
] as const;

describe.skipIf(python === undefined)('asyncio over epoll (skipped without python3: the other side is CPython)', () => {
  it.each(sides)(
    '200 connections at once: %s serves, %s connects',
    { timeout: 120_000 },
    async (_s, _c, server, client) => {
      await using serving = await serve(server, [program('asyncio_echo_server')]);
      const port = serving.found[0].trim();
      const clients = await run(client, [program('asyncio_echo_clients'), port, '200', '20']);
      expect(clients).toMatchObject({ stdout: '4000\n', stderr: '', status: 0 });
      expect(await serving.stop('SIGINT')).toMatchObject({ stdout: `${port}\nstopped\n`, stderr: '', status: 0 });
    },
  );

  it('a datagram endpoint and a UNIX server, which SIGINT stops and removes', { timeout: 60_000 }, async () => {
    using folder = folderOf();
    const path = join(folder.path, 'socket');
    await using serving = await serve(pysockProgram, [program('asyncio_endpoints'), path]);
    const port = serving.found[0].trim();
    const client = await run(cpython, [program('endpoints_client'), port, path]);
    expect(client).toMatchObject({ stdout: "b'DATAGRAM'\nSTREAM\n\n", stderr: '' });
    expect(await serving.stop('SIGINT')).toMatchObject({ stdout: `${port}\nstopped False\n`, stderr: '', status: 0 });
  });
});
