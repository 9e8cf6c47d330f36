/**
 * How late a timer of 10 ms is while a server in the same process has 200 clients at once: `node --conditions=source drift.ts [PAIRS
 * [ROUNDS [CPYTHON]]]`. The server is Python's, by asyncio, and plain Node's, in turns, each in a process of its own. The clients are
 * fetch of that process, and asyncio streams of a CPython when its path is given. Prints, as JSON, how many responses were wrong, the
 * 99th percentile of what the timer was late, in milliseconds, the median of all pairs, and Python's as a multiple of Node's.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { loadPyodide } from 'pyodide';
import { installSocket } from '../../src/index.ts';

const CLIENTS = 200;
const PERIOD = 10;

const SERVER = `
import asyncio
async def serve(reader, writer):
    head = await reader.readuntil(b'\\r\\n\\r\\n')
    path = head.split()[1]
    writer.write(b'HTTP/1.1 200 OK\\r\\nConnection: close\\r\\nContent-Length: %d\\r\\n\\r\\n%s' % (len(path), path))
    await writer.drain()
    writer.close()
async def start():
    server = await asyncio.start_server(serve, '127.0.0.1', 0, backlog=1024)
    return server.sockets[0].getsockname()[1]
`;

const CLIENT = `
import asyncio, sys
port, clients, rounds = map(int, sys.argv[1:])
async def ask(path):
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    writer.write(b'GET %s HTTP/1.1\\r\\n\\r\\n' % path)
    answer = await reader.read()
    writer.close()
    return answer.endswith(b'\\r\\n\\r\\n' + path)
async def client(number):
    return [await ask(b'/%d/%d' % (number, turn)) for turn in range(rounds)]
async def main():
    return sum(map(sum, await asyncio.gather(*map(client, range(clients)))))
print(clients * rounds - asyncio.run(main()))
`;

async function startPython(): Promise<number> {
  const pyodide = await loadPyodide();
  installSocket(pyodide);
  pyodide.runPython(SERVER);
  return pyodide.globals.get('start')();
}

async function startNode(): Promise<number> {
  const server = createServer((socket) => {
    let head = '';
    socket.setEncoding('latin1').on('data', (text: string) => {
      head += text;
      if (!head.includes('\r\n\r\n')) return;
      const path = head.split(' ')[1] as string;
      socket.end(`HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: ${path.length}\r\n\r\n${path}`);
    });
  });
  await once(server.listen(0, '127.0.0.1', 1024), 'listening');
  return (server.address() as AddressInfo).port;
}

/** What the timer was late, in milliseconds, while something went on that counts what is wrong. */
async function lateness(work: () => Promise<number>): Promise<Lateness> {
  const late: number[] = [];
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    late.push(now - last - PERIOD);
    last = now;
  }, PERIOD);
  const wrong = await work();
  clearInterval(timer);
  late.sort((a, b) => a - b);
  return { p99: Math.round((late[Math.ceil(late.length * 0.99) - 1] ?? 0) * 10) / 10, wrong };
}

async function askFromHere(port: number, rounds: number): Promise<number> {
  let wrong = 0;
  const client = async (number: number): Promise<void> => {
    for (let turn = 0; turn < rounds; turn++) {
      const path = `/${number}/${turn}`;
      const text = await fetch(`http://127.0.0.1:${port}${path}`).then((response) => response.text(), String);
      if (text !== path) wrong++;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number)));
  return wrong;
}

async function askFromCPython(python: string, port: number, rounds: number): Promise<number> {
  const { stdout } = await promisify(execFile)(python, ['-c', CLIENT, ...[port, CLIENTS, rounds].map(String)]);
  return Number(stdout);
}

interface Lateness {
  readonly p99: number;
  readonly wrong: number;
}
type Clients = 'fetch' | 'cpython';
type Measured = Readonly<Partial<Record<Clients, Lateness>>>;

/** In a process of its own. */
async function measure(kind: string, rounds: number, cpython: string | undefined): Promise<Measured> {
  const port = await (kind === 'python' ? startPython() : startNode());
  await askFromHere(port, 1);
  const fetched = await lateness(() => askFromHere(port, rounds));
  if (cpython === undefined) return { fetch: fetched };
  return { fetch: fetched, cpython: await lateness(() => askFromCPython(cpython, port, rounds)) };
}

async function start(kind: string, args: readonly string[]): Promise<Measured> {
  const command = ['--conditions=source', fileURLToPath(import.meta.url), kind, ...args];
  return JSON.parse((await promisify(execFile)(process.execPath, command)).stdout);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

async function compare(pairs: number, args: readonly string[]): Promise<unknown> {
  const found: Record<string, Measured[]> = { python: [], node: [] };
  for (let pair = 0; pair < pairs; pair++) {
    for (const [kind, measured] of Object.entries(found)) measured.push(await start(kind, args));
  }
  const clients = (['fetch', 'cpython'] as const).slice(0, args.length);
  return Object.fromEntries(
    clients.map((client) => {
      const all = (kind: string): Lateness[] => (found[kind] as Measured[]).map((each) => each[client] as Lateness);
      const [python, node] = ['python', 'node'].map((kind) => median(all(kind).map(({ p99 }) => p99))) as [
        number,
        number,
      ];
      const wrong = [...all('python'), ...all('node')].reduce((sum, each) => sum + each.wrong, 0);
      return [client, { wrong, python, node, multiple: Math.round((python / node) * 100) / 100 }];
    }),
  );
}

const [what = '5', ...rest] = process.argv.slice(2);
const isOne = what === 'python' || what === 'node';
const [rounds = '20', cpython] = rest;
const args = cpython === undefined ? [rounds] : [rounds, cpython];
console.log(JSON.stringify(await (isOne ? measure(what, Number(rounds), cpython) : compare(Number(what), args))));
process.exit();
