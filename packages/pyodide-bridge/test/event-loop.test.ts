import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadPyodide } from 'pyodide';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { installSocket, type PythonEntry } from '../src/index.ts';

let pyodide: Awaited<ReturnType<typeof loadPyodide>>;
let entry: PythonEntry;
const server = createServer((request, response) => response.end(`js ${request.url}`));

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  pyodide = await loadPyodide();
  entry = installSocket(pyodide);
  pyodide.globals.set('port', (server.address() as AddressInfo).port);
  pyodide.runPython(`
import asyncio, socket, time, urllib.request
from pyodide.ffi import to_js
async def ask(path):
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    writer.write(f'GET /{path} HTTP/1.0\\r\\n\\r\\n'.encode())
    data = await reader.read()
    writer.close()
    await writer.wait_closed()
    return data.decode().splitlines()[-1]
def fetch(path):
    return urllib.request.urlopen(f'http://127.0.0.1:{port}/{path}').read().decode()`);
});

afterAll(() => server.close());

describe("asyncio on JavaScript's event loop", () => {
  it('connects under runPythonAsync, and in coroutines that JavaScript awaits', async () => {
    expect(await pyodide.runPythonAsync("await ask('a')")).toBe('js /a');
    const ask = pyodide.globals.get('ask');
    expect(await Promise.all(['b', 'c', 'd'].map((path) => ask(path)))).toEqual(['js /b', 'js /c', 'js /d']);
  });

  it('serves, and is asked by JavaScript and by itself', async () => {
    const port = await pyodide.runPythonAsync(`
async def serve(reader, writer):
    writer.write(b'HTTP/1.0 200 OK\\r\\n\\r\\n' + (await reader.readline()).split()[1])
    await writer.drain()
    writer.close()
server = await asyncio.start_server(serve, '127.0.0.1', 0)
server.sockets[0].getsockname()[1]`);
    expect(await (await fetch(`http://127.0.0.1:${port}/from-js`)).text()).toBe('/from-js');
    expect(
      await pyodide.runPythonAsync(`urllib.request.urlopen('http://127.0.0.1:${port}/blocking').read().decode()`),
    ).toBe('/blocking');
    await pyodide.runPythonAsync('server.close(); await server.wait_closed()');
  });

  it('has timers, timeouts, tasks and promises', async () => {
    const result = await pyodide.runPythonAsync(`
from js import Promise
from pyodide.ffi import run_sync, to_js
async def late(value, delay=0.01):
    await asyncio.sleep(delay)
    return value
out = await asyncio.gather(late(1), late(2), Promise.resolve(3))
try:
    async with asyncio.timeout(0.01):
        await asyncio.sleep(10)
except TimeoutError:
    out.append('timeout')
out.append(run_sync(late(4)))
out.append(run_sync(Promise.resolve(5)))
out.append(len(asyncio.all_tasks()))
out.append(asyncio.run(late(6)))
out.append(type(asyncio.get_running_loop()).__mro__[2].__name__)
to_js(out)`);
    expect(result).toEqual([1, 2, 3, 'timeout', 4, 5, 1, 6, '_UnixSelectorEventLoop']);
  });

  it('goes on while a callback of its own waits', async () => {
    const both = await pyodide.runPythonAsync(`
async def other():
    await asyncio.sleep(0.01)
    return 'other'
def block():
    import time
    time.sleep(0.1)
    return task.done()
task = asyncio.ensure_future(other())
block()`);
    expect(both).toBe(true);
  });

  it.each([
    ['computes', 'while time.monotonic() < end: pass'],
    ['waits', 'time.sleep(0.06)'],
  ])("calls a file's callback once while that %s", async (_, what) => {
    const result = await pyodide.runPythonAsync(`
import asyncio, socket, time
from pyodide.ffi import to_js
loop, problems, calls = asyncio.get_running_loop(), [], []
loop.set_exception_handler(lambda _, context: problems.append(str(context)))
a, b = socket.socketpair()
def ready():
    end = time.monotonic() + 0.06
    calls.append(1)
    ${what}
    loop.remove_reader(a)
loop.add_reader(a, ready)
b.send(b'x')
await asyncio.sleep(0.1)
loop.set_exception_handler(None)
to_js([len(calls), problems])`);
    expect(result).toEqual([1, []]);
  });

  it('hears each signal', async () => {
    const heard = await pyodide.runPythonAsync(`
import signal
from js import process
loop, heard = asyncio.get_running_loop(), []
loop.add_signal_handler(signal.SIGUSR2, heard.append, 1)
for count in 1, 2, 3:
    process.kill(process.pid, signal.SIGUSR2)
    async with asyncio.timeout(5):
        while len(heard) < count: await asyncio.sleep(0.001)
loop.remove_signal_handler(signal.SIGUSR2)
len(heard)`);
    expect(heard).toBe(3);
  });

  describe('gives turns to JavaScript', () => {
    let rounds: number;
    let counting: NodeJS.Immediate;
    beforeEach(() => {
      rounds = 0;
      const count = (): void => {
        rounds++;
        counting = setImmediate(count);
      };
      count();
    });
    afterEach(() => clearImmediate(counting));

    it('between callbacks that were ready together', async () => {
      await pyodide.runPythonAsync(`
calls = []
def compute():
    end = time.monotonic() + 0.001
    while time.monotonic() < end: pass
    calls.append(1)
for _ in range(100): asyncio.get_running_loop().call_soon(compute)
while len(calls) < 100: await asyncio.sleep(0)`);
      expect(rounds).toBeGreaterThan(40);
    });

    it('after each of its own', async () => {
      const turns = await pyodide.runPythonAsync(`
loop, turns = asyncio.get_running_loop(), []
a, b = socket.socketpair()
b.send(b'x')
loop.add_reader(a, lambda: None)
def compute():
    end = time.monotonic() + 0.002
    while time.monotonic() < end: pass
    turns.append(1)
end = time.monotonic() + 0.1
while time.monotonic() < end:
    loop.call_soon(compute)
    await asyncio.sleep(0.001)
loop.remove_reader(a)
len(turns)`);
      expect(turns).toBeLessThanOrEqual(rounds + 2);
    });
  });

  it('is awaited in asyncio.run, which waits in a selector of its own', async () => {
    expect(
      await entry.run(`
import asyncio
from js import Promise, setTimeout
async def main():
    return await Promise.new(lambda resolve, reject: setTimeout(resolve, 20, 'late'))
asyncio.run(main())`),
    ).toBe('late');
  });
});

describe('a function called by callPromising', () => {
  it('waits while JavaScript goes on', async () => {
    const fetch = pyodide.globals.get('fetch');
    const answers = await Promise.all(['x', 'y', 'z'].map((path) => fetch.callPromising(path)));
    expect(answers).toEqual(['js /x', 'js /y', 'js /z']);
  });
});

describe('interrupting', () => {
  it('a loop that computes gives way as often after others were interrupted', async () => {
    const compute = async (): Promise<number> => {
      let ticks = 0;
      const timer = setInterval(() => ticks++, 1);
      const running = entry.run('while True: pass');
      setTimeout(() => entry.interrupt(), 300);
      await expect(running).rejects.toThrow('KeyboardInterrupt');
      clearInterval(timer);
      return ticks;
    };
    const all: number[] = [];
    for (let round = 0; round < 5; round++) all.push(await compute());
    // It was half as often after one, and a fifth after four.
    expect(all.at(-1)).toBeGreaterThan((all[0] ?? 0) / 2);
  });

  it.each(['time.sleep(10)', 'socket.create_server(("127.0.0.1", 0)).accept()', 'while True: pass', 'lock.acquire()'])(
    '%s ends at the abort of a signal, with its reason',
    async (code) => {
      const reason = new Error('enough');
      const controller = new AbortController();
      setTimeout(() => controller.abort(reason), 30);
      const running = entry.run(`import time, socket, threading\nlock = threading.Lock(); lock.acquire()\n${code}`, {
        signal: controller.signal,
      });
      await expect(running).rejects.toBe(reason);
    },
  );

  it('interrupt() raises KeyboardInterrupt in what waits', async () => {
    const running = [entry.run('import time; time.sleep(10)'), entry.run('import time; time.sleep(10)')];
    const awaited = pyodide.runPythonAsync('await asyncio.sleep(10)');
    setTimeout(() => entry.interrupt(), 30);
    for (const one of [...running, awaited]) await expect(one).rejects.toThrow('KeyboardInterrupt');
    expect(await entry.run('1 + 1')).toBe(2);
  });
});
