import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createNetServer, type Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

  it('installs once, and gives functions that can be taken apart', async () => {
    const before = pyodide.runPython('import socket; id(socket.socket)');
    expect(installSocket(pyodide)).toBe(entry);
    const { run } = entry;
    expect(await run('6 * 7')).toBe(42);
    expect(pyodide.runPython('import socket; id(socket.socket)')).toBe(before);
  });

  it('brings no timers, whose signals would end the process', () => {
    expect(pyodide.runPython('import signal; hasattr(signal, "alarm") or hasattr(signal, "setitimer")')).toBe(false);
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

  it('lets JavaScript write to the pipe that os.read waits for, and other threads read what os.write has no room for', async () => {
    const read = entry.run(`
import os
reading, writing = os.pipe()
os.read(reading, 10)`);
    // It holds nobody up, or this has no turn.
    await entry.run("os.write(writing, b'from elsewhere')");
    expect(String(await read)).toBe("b'from elsew'");
    const got = await entry.run(`
import threading
got = []
thread = threading.Thread(target=lambda: got.extend(iter(lambda: os.read(reading, 65536), b'')))
thread.start()
os.write(writing, bytes(1_000_000)); os.close(writing)
thread.join(); os.close(reading)
sum(map(len, got))`);
    expect(got).toBe(1_000_000 + 'here'.length);
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

describe('what it is given', () => {
  it.each([
    [undefined, {}, TypeError, 'the first argument must be a Pyodide, which loadPyodide() returns, not undefined'],
    [{}, {}, TypeError, 'the first argument must be a Pyodide'],
    [{ version: '0.29.0', _module: {} }, {}, Error, 'works with Pyodide 314.0.7, and this is Pyodide 0.29.0: install'],
  ])('%j is refused in a sentence', (given, options, type, message) => {
    const install = () => installSocket(given as never, options);
    expect(install).toThrow(type);
    expect(install).toThrow(message);
  });

  it.each([
    [{ eventLoop: 'nonsense' }, "eventLoop must be 'stock' or 'webloop', not 'nonsense'"],
    [{ loop: 1 }, "there is no option 'loop'"],
    [null, 'the options must be an object, not null'],
    [{ eventLoop: 'webloop' }, 'eventLoop was chosen when the sockets were installed'],
  ])('the options %j are refused', (options, message) => {
    expect(() => installSocket(pyodide, options as never)).toThrow(message);
  });

  it.each([
    [{ signal: 1 }, 'signal must be an AbortSignal, not number'],
    [{ timeout: 1 }, "there is no option 'timeout'"],
  ])('the options %j of run are refused', async (options, message) => {
    await expect(entry.run('1', options as never)).rejects.toThrow(message);
  });
});

describe('descriptors between Node and Python', () => {
  it('a socket of Node becomes one of Python', async () => {
    const listener: Server = createNetServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const client = connect((listener.address() as AddressInfo).port, '127.0.0.1');
    const [accepted] = (await once(listener, 'connection')) as [Socket];
    pyodide.globals.set('number', entry.giveToPython(accepted));
    expect(accepted.destroyed).toBe(true);
    client.end('to Python');
    await entry.run('import socket\nwith socket.socket(fileno=number) as s: got = s.recv(20); s.sendall(b"to Node")');
    expect(String((await once(client, 'data'))[0])).toBe('to Node');
    expect(pyodide.runPython('got.decode()')).toBe('to Python');
    listener.close();
  });

  it('a socket of Python becomes one of Node', async () => {
    pyodide.runPython('import socket\nours, theirs = socket.socketpair()');
    const socket = new Socket({ fd: entry.takeFromPython(pyodide.globals.get('theirs')) });
    expect(pyodide.runPython('theirs.fileno()')).toBe(-1);
    pyodide.runPython('ours.sendall(b"to Node")');
    expect(String((await once(socket, 'data'))[0])).toBe('to Node');
    socket.destroy();
  });

  it('what has no descriptor is refused', () => {
    expect(() => entry.giveToPython({})).toThrow(TypeError);
    expect(() => entry.takeFromPython(3999)).toThrow('an open socket or file of Python');
  });
});

it('UNIX sockets below mountNodeFS are looked at and removed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'pysock-unix-'));
  const pyodide = await loadPyodide();
  await using python = installSocket(pyodide);
  pyodide.mountNodeFS(folder, folder);
  pyodide.globals.set('folder', folder);
  const result = await python.run(`
import asyncio, os, socket, stat, tempfile
async def main(path):
    async with await asyncio.start_unix_server(lambda reader, writer: writer.close(), path):
        reader, writer = await asyncio.open_unix_connection(path)
        data = await reader.read()
        writer.close()
    return data
with tempfile.TemporaryDirectory(dir=folder) as inner:
    data = asyncio.run(main(inner + '/socket'))
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(inner + '/left')
    kind = stat.S_ISSOCK(os.stat(inner + '/left').st_mode)
repr([data, kind, os.listdir(folder)])`);
  expect(result).toBe("[b'', True, []]");
  rmdirSync(folder);
}, 60_000);

it('is for a Pyodide that was made from a snapshot, and makes none itself', async () => {
  const first = await loadPyodide({ _makeSnapshot: true });
  const snapshot = first.makeMemorySnapshot();
  installSocket(first);
  expect(() => first.makeMemorySnapshot()).toThrow('call makeMemorySnapshot() before installSocket()');
  await using python = installSocket(await loadPyodide({ _loadSnapshot: snapshot }));
  expect(await python.run('import socket; socket.socket().fileno() > 2')).toBe(true);
}, 60_000);
