import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { sys, Watch } from '../src/index.ts';

const program = new URL('./programs/watching.ts', import.meta.url);

describe.each([
  ["by libuv's loop", true],
  ['by a worker', false],
])('a descriptor watched %s', (_, useLoop) => {
  it('is told of each time that it is readable, and promises have their turn', async () => {
    const [reading, writing] = pipe();
    let resolve: () => void = () => undefined;
    const watch = new Watch(reading, () => resolve(), useLoop);
    for (let time = 0; time < 20; time++) {
      const readable = new Promise<void>((go) => {
        resolve = go;
      });
      watch.want();
      sys.write(writing, Uint8Array.of(1), 1);
      await readable;
      expect(sys.read(reading, new Uint8Array(2), 2)).toBe(1);
      watch.rest();
    }
    watch.close();
    for (const fd of [reading, writing]) sys.close(fd);
  });

  it.each([false, true])('does not keep a worker from being terminated (readable: %s)', async (isReadable) => {
    const worker = new Worker(program, { execArgv: ['--conditions=source'], workerData: { useLoop, isReadable } });
    await once(worker, 'message');
    expect(await worker.terminate()).toBe(1);
  });
});

it("leaves the threads of libuv's pool alone", async () => {
  const watches = Array.from({ length: 8 }, () => new Watch(pipe()[0], () => undefined));
  for (const watch of watches) watch.want();
  expect((await readFile('/etc/hostname')).length).toBeGreaterThan(0);
  for (const watch of watches) watch.close();
});

function pipe(): [number, number] {
  const pair = new Int32Array(2);
  sys.pipe2(pair, 0);
  return [pair[0] as number, pair[1] as number];
}
