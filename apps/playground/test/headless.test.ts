import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alone, COMMAND, folderOf, isBuilt, playground, run } from './support/playground.ts';

const TIME_LIMIT = 90_000;
const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8'));

describe.skipIf(!isBuilt)('without a terminal', () => {
  it('says how it is used, names what there is, and refuses what it does not know', async () => {
    expect((await run(COMMAND)).stdout).toContain('usage: pysock-playground');
    expect((await playground('--help')).stdout).toContain('--play NAME');
    const { stdout } = await playground('--list');
    expect(stdout).toMatch(/^TCP Client-Server Communication\n {2}tcp +Server and client$/m);
    expect(stdout).toMatch(/^Cases: tcp\n/m);
    const listed = JSON.parse((await playground('--list', '--json')).stdout);
    expect(listed).toContainEqual({
      name: 'udp',
      group: 'UDP Communication',
      title: 'Server and client',
      scripts: ['server', 'client'],
    });
    const unknown = await playground('--play', 'nothing');
    expect(unknown).toEqual({
      code: 2,
      stdout: '',
      stderr: 'pysock-playground: nothing is called nothing; --list names what there is\n',
    });
    expect((await playground('--json')).code).toBe(2);
    expect(Object.keys(manifest.bin)).toEqual(['pysock-playground']);
  });

  it(
    'plays a pair, and tells what happened on the sockets as JSON',
    async () => {
      const plain = await playground('--play', 'tcp');
      expect({
        ...plain,
        stdout: plain.stdout
          .replace(/\d{4,5}(?=\)$)/gm, 'PORT')
          .split('\n')
          .sort(),
      }).toEqual({
        code: 0,
        stderr: '',
        stdout: [
          '',
          'client | Server says: Message received',
          "server | Connected by ('127.0.0.1', PORT)",
          'server | Received: Hello, server!',
          'server | Server listening on port 5000',
        ],
      });
      const { programs, calls } = JSON.parse((await playground('--play', 'tcp', '--json')).stdout);
      expect(programs).toMatchObject([
        { role: 'server', runtime: 'pysock', exitCode: 0, stderr: '' },
        { role: 'client', exitCode: 0, stdout: 'Server says: Message received\n' },
      ]);
      const sent = calls.filter(({ call }: { call: string }) => call === 'send');
      expect(sent).toMatchObject([
        { program: 'client', peer: '127.0.0.1:5000', bytes: 14, data: "b'Hello, server!'" },
        { program: 'server', local: '127.0.0.1:5000', bytes: 16 },
      ]);
    },
    TIME_LIMIT,
  );

  it(
    'plays a case whose client is told the port, and the reader\u2019s own files',
    async () => {
      const listed = JSON.parse((await playground('--list', '--json')).stdout) as { name: string; scripts: string[] }[];
      const { name } = listed.find(({ name, scripts }) => name.startsWith('tcp/') && scripts.length === 2)!;
      expect((await playground('--play', name)).code).toBe(0);
      using folder = folderOf({ 'a.py': 'print("one")\n', 'b.py': 'import sys\nprint("two")\nsys.exit(3)\n' });
      const own = await run([...alone, ...COMMAND, '--play', 'a.py', 'b.py'], folder.path);
      expect(own.code).toBe(3);
      expect(own.stdout).toContain('a | one\n');
      expect(own.stdout).toContain('b | two\n');
    },
    TIME_LIMIT,
  );

  it(
    'ends the others when one fails, and fails like it',
    async () => {
      // Without a network of our own: the port is taken in this one.
      const taken = createServer().listen(5000, '127.0.0.1');
      await Promise.race([once(taken, 'listening'), once(taken, 'error')]);
      const { code, stdout } = await run([...COMMAND, '--play', 'tcp']);
      taken.close();
      expect(code).toBe(1);
      expect(stdout).toMatch(/^server \| OSError: .*Address already in use$/m);
    },
    TIME_LIMIT,
  );
});
