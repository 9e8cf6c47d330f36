/** Many threads: a connection each, items through a queue, one after another, and random programs. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { pysock, pysockProgram, python, run } from './support/command.ts';
import { program, serve } from './support/serving.ts';

const CONNECTIONS = 2000;
const TIME_LIMIT = 120_000;

/** Sends a line and waits for the same line in capitals. */
async function ask(socket: Socket, line: string): Promise<void> {
  socket.write(`${line}\n`);
  let answer = '';
  while (!answer.endsWith('\n')) answer += String((await once(socket, 'data'))[0]);
  expect(answer).toBe(`${line.toUpperCase()}\n`);
}

describe(`${CONNECTIONS} connections with a thread each`, () => {
  it.each(['threading', 'socketserver', 'pool'])(
    '%s',
    async (kind) => {
      let output = '';
      await using serving = await serve(pysockProgram, [program('threads_server'), kind, `${CONNECTIONS}`], undefined, {
        onOutput: (text) => {
          output = text;
        },
      });
      const ended = once(serving.child, 'close');
      const sockets: Socket[] = [];
      for (let opened = 0; opened < CONNECTIONS; opened++) {
        const socket = connect(Number(serving.found[0]), '127.0.0.1');
        sockets.push(socket);
        await once(socket, 'connect');
      }
      await Promise.all(sockets.map((socket, index) => ask(socket, `first of ${index}`)));
      serving.child.stdin?.write('all are connected\n');
      // One after another, while the others are idle; then all together, the last first.
      for (const [index, socket] of sockets.entries()) if (index % 20 === 0) await ask(socket, `alone ${index}`);
      await Promise.all(sockets.map((socket, index) => ask(socket, `second of ${index}`)).reverse());
      for (const socket of sockets) socket.end();
      await ended;
      expect(output).toMatch(/\n(\d+) threads, (\d+) KiB each\nall are served\n$/);
      const [, threads, memory] = /(\d+) threads, (\d+) KiB/.exec(output) ?? [];
      expect(Number(threads)).toBeGreaterThanOrEqual(CONNECTIONS);
      console.log(`${kind}: ${memory} KiB for a thread, its connection included`);
    },
    TIME_LIMIT,
  );
});

describe('many threads', () => {
  it('lose nothing in a queue, and leave nothing behind', { timeout: TIME_LIMIT }, async () => {
    const expected = 'each once: True\ndescriptors: 0\nmemory stays: True 1\n';
    expect(await pysock([program('threads_many')])).toMatchObject({ stdout: expected, stderr: '' });
  });

  it('come to the results of a model in random programs', { timeout: TIME_LIMIT }, async () => {
    const seed = Math.floor(Math.random() * 1e6);
    const seeds = [program('threads_random'), `${seed}`, `${seed + 60}`];
    const results = [await pysock(seeds)];
    if (python !== undefined) results.push(await run(python.program, seeds));
    for (const { stdout, stderr } of results)
      expect({ stdout, stderr, seed }).toEqual({ stdout: 'ok\n', stderr: '', seed });
  });
});
