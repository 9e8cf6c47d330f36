import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as later } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';
import { loadPyodide } from 'pyodide';
import { describe, expect, it } from 'vitest';
import { installSocket } from '../src/index.ts';

const program = new URL('./programs/embedded-worker.ts', import.meta.url);
const LISTEN = 'import socket\nlisteners = [socket.create_server(("127.0.0.1", 0)) for _ in range(10)]';

/** What a connection to a port of this machine meets. */
async function connected(port: number): Promise<string> {
  const client = connect(port, '127.0.0.1');
  try {
    await once(client, 'connect');
    return 'connected';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? '';
  } finally {
    client.destroy();
  }
}

describe('the end of an embedded Python', () => {
  it.each(['blocked', 'suspended'])('a worker that is terminated while it waits %s leaves no socket', async (how) => {
    const worker = new Worker(program, { execArgv: ['--conditions=source'], workerData: how });
    const [port] = await once(worker, 'message');
    expect(await connected(port)).toBe('connected');
    expect(await worker.terminate()).toBe(1);
    expect(await connected(port)).toBe('ECONNREFUSED');
  });

  it('close() ends what waits, and closes every socket', async () => {
    const pyodide = await loadPyodide();
    const python = installSocket(pyodide);
    pyodide.runPython(LISTEN);
    const port = pyodide.runPython('listeners[9].getsockname()[1]') as number;
    expect(await connected(port)).toBe('connected');
    const waiting = expect(python.run('listeners[0].accept()')).rejects.toThrow('KeyboardInterrupt');
    await later(10);
    await python.close();
    await waiting;
    expect(await connected(port)).toBe('ECONNREFUSED');
    await expect(python.run('1')).rejects.toThrow('this Python was closed');
  });

  it('one that is collected leaves no thread, and none that writes to its memory', async () => {
    const collected = fileURLToPath(new URL('./programs/collected.ts', import.meta.url));
    const options = ['--expose-gc', '--conditions=source', collected];
    const { stdout } = await promisify(execFile)(process.execPath, options, { timeout: 50_000 });
    expect(stdout).toBe('closed\nunused\nentered\nrun to its end\n');
  }, 60_000);
});

/** Descriptors are not counted: one that is a bare number in Lib/socket.py at that moment is lost, under CPython too. */
it('interrupts and aborts at any moment end what waits or runs', async () => {
  const program = fileURLToPath(new URL('./programs/interrupts.ts', import.meta.url));
  const options = ['--conditions=source', program, '40', '1'];
  const { stdout } = await promisify(execFile)(process.execPath, options, { timeout: 100_000 });
  expect(JSON.parse(stdout)).toMatchObject({ rounds: 40, wrong: [] });
}, 110_000);

describe('what pyodide.setInterruptBuffer is given', () => {
  it('is heard while Python waits', async () => {
    const pyodide = await loadPyodide();
    await using python = installSocket(pyodide);
    const buffer = new Uint8Array(new SharedArrayBuffer(1));
    pyodide.setInterruptBuffer(buffer);
    const asks = () => setTimeout(() => buffer.fill(2), 20);
    const waits = [
      () => python.run('import time; time.sleep(10)'),
      () => pyodide.runPythonAsync('import asyncio; await asyncio.sleep(10)'),
    ];
    for (const wait of waits) {
      asks();
      await expect(wait()).rejects.toThrow('KeyboardInterrupt');
    }
    new Worker('setTimeout(() => require("node:worker_threads").workerData.fill(2), 20)', {
      eval: true,
      workerData: buffer,
    });
    expect(() => pyodide.runPython('import time; time.sleep(10)')).toThrow('KeyboardInterrupt');
  });
});
