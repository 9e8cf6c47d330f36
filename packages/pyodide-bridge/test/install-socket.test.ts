import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadPyodide } from 'pyodide';
import { beforeAll, describe, expect, it } from 'vitest';
import { installSocket, type PythonEntry } from '../src/index.ts';

let pyodide: Awaited<ReturnType<typeof loadPyodide>>;
let entry: PythonEntry;

beforeAll(async () => {
  pyodide = await loadPyodide();
  entry = installSocket(pyodide);
});

/** Runs code and answers what it prints. */
function printed(code: string): string[] {
  pyodide.runPython('import io, contextlib\nout = io.StringIO()');
  pyodide.runPython(`with contextlib.redirect_stdout(out):\n${code.replace(/^/gm, '    ')}`);
  return (pyodide.runPython('out.getvalue()') as string).trimEnd().split('\n');
}

describe('under runPython', () => {
  it('serves and connects over TCP', () => {
    const lines = printed(`
import socket
with socket.create_server(('127.0.0.1', 0)) as server, socket.create_connection(server.getsockname()) as client:
    peer, address = server.accept()
    with peer:
        client.sendall(b'ping')
        print(peer.recv(100), address == client.getsockname())
        peer.settimeout(0.01)
        try:
            peer.recv(1)
        except TimeoutError as error:
            print(error)`);
    expect(lines).toEqual(["b'ping' True", 'timed out']);
  });

  it('is the one socket module that everything imports', () => {
    expect(
      printed(`
import _socket, asyncio, selectors, socket
class Mine(socket.socket): pass
with Mine() as mine: print(isinstance(mine, _socket.socket), type(mine).__mro__[1] is socket.socket)
print(selectors.DefaultSelector.__name__, asyncio.selector_events.socket.socket is socket.socket)`),
    ).toEqual(['True True', 'EpollSelector True']);
  });

  it('installs once', () => {
    const before = pyodide.runPython('import socket; id(socket.socket)');
    expect(installSocket(pyodide)).toBe(entry);
    expect(pyodide.runPython('import socket; id(socket.socket)')).toBe(before);
  });

  it('warns of a socket that was not closed, and closes it', () => {
    const before = readdirSync('/proc/self/fd').length;
    const lines = printed(`
import gc, socket, warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter('always')
    lost = socket.socket()
    text = repr(lost)
    del lost
    gc.collect()
print(len(caught), caught[0].category.__name__, str(caught[0].message) == 'unclosed ' + text)`);
    expect(lines).toEqual(['1 ResourceWarning True']);
    expect(readdirSync('/proc/self/fd').length).toBe(before);
  });

  it('starts no thread, and says why', () => {
    expect(
      printed(`
import threading
try:
    threading.Thread(target=print).start()
except RuntimeError as error:
    print(error)`),
    ).toEqual(["can't start new thread: Python was entered synchronously"]);
  });

  it('leaves no descriptor of a thousand connections', () => {
    const before = readdirSync('/proc/self/fd').length;
    pyodide.runPython(`
import socket
with socket.create_server(('127.0.0.1', 0)) as server:
    for _ in range(1000):
        with socket.create_connection(server.getsockname()) as client:
            with server.accept()[0] as peer:
                client.sendall(b'x')
                assert peer.recv(1) == b'x'`);
    expect(readdirSync('/proc/self/fd').length).toBe(before);
  });
});

describe('under the entry that can be suspended', () => {
  it('lets a server of Node in the same process answer', async () => {
    const server = createServer((request, response) => response.end(`you asked for ${request.url}`));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const body = await entry.run(`
import urllib.request
urllib.request.urlopen('http://127.0.0.1:${port}/a').read().decode()`);
    server.close();
    expect(body).toBe('you asked for /a');
  });

  it('lets timers run while Python sleeps, and while it waits with a timeout', async () => {
    const ticks: string[] = [];
    const timer = setInterval(() => ticks.push('tick'), 5);
    await entry.run(`
import socket, time
time.sleep(0.1)
a, b = socket.socketpair()
a.settimeout(0.1)
try:
    a.recv(1)
except TimeoutError:
    pass
a.close(); b.close()`);
    clearInterval(timer);
    expect(ticks.length).toBeGreaterThan(0);
  });

  it('runs threads', async () => {
    const answer = await entry.run(`
import queue, threading
todo, done = queue.Queue(), queue.Queue()
def work():
    while (item := todo.get()) is not None:
        done.put(item * item)
workers = [threading.Thread(target=work) for _ in range(4)]
for worker in workers: worker.start()
for number in range(100): todo.put(number)
for worker in workers: todo.put(None)
for worker in workers: worker.join()
sum(done.get() for _ in range(100))`);
    expect(answer).toBe(328350);
  });

  it('raises what the code raises, and can be used again', async () => {
    await expect(entry.run("raise ValueError('mine')")).rejects.toThrow('ValueError: mine');
    expect(await entry.run('1 + 1')).toBe(2);
  });

  it('runs several pieces of code at once, each with a stack and a thread of its own', async () => {
    const codes = Array.from(
      { length: 10 },
      (_, index) => `
import threading, time
def wait(): time.sleep(0.02); return threading.get_ident()
[${index}, wait()]`,
    );
    const results = (await Promise.all(codes.map((code) => entry.run(code)))) as { toJs(): [number, number] }[];
    const values = results.map((result) => result.toJs());
    expect(values.map(([index]) => index)).toEqual(codes.map((_, index) => index));
    expect(new Set(values.map(([, ident]) => ident)).size).toBe(codes.length);
  });
});
