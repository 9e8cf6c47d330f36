/** Python's client libraries in a Node server, which asks a real database for each of 50 requests at once. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { installSocket } from '@pysock/pyodide-bridge';
import { loadPyodide, type PyodideAPI } from 'pyodide';
import { PASSWORD, type SERVERS } from './servers.ts';

export interface Client {
  readonly name: string;
  readonly server: keyof typeof SERVERS;
  /** What pip is asked to install. */
  readonly requirement: string;
  /** How JavaScript calls the function `get`. */
  readonly call: 'callPromising' | 'await';
  /** Defines `get(number)`, which asks the database to wait WAIT seconds and returns `value NUMBER`; `port` and `password` are there. */
  readonly code: string;
}

const REQUESTS = 50;
/** Seconds. */
const WAIT = 0.1;

export const CLIENTS: readonly Client[] = [
  {
    name: 'redis',
    server: 'redis',
    requirement: 'redis',
    call: 'callPromising',
    code: `
import redis
client = redis.Redis(port=port, password=password, decode_responses=True)
def get(number):
    client.blpop(f'nothing {number}', timeout=${WAIT})
    client.set(f'key {number}', f'value {number}')
    return client.get(f'key {number}')
`,
  },
  {
    name: 'redis.asyncio',
    server: 'redis',
    requirement: 'redis',
    call: 'await',
    code: `
import redis.asyncio
client = redis.asyncio.Redis(port=port, password=password, decode_responses=True)
async def get(number):
    await client.blpop(f'nothing {number}', timeout=${WAIT})
    await client.set(f'key {number}', f'value {number}')
    return await client.get(f'key {number}')
`,
  },
  {
    name: 'pg8000',
    server: 'postgresql',
    requirement: 'pg8000',
    call: 'callPromising',
    code: `
import queue
import pg8000.native
pool = queue.Queue()
for _ in range(10):
    pool.put(pg8000.native.Connection('python', host='127.0.0.1', port=port, password=password, database='postgres'))
def get(number):
    connection = pool.get()
    try:
        return connection.run('SELECT :text FROM pg_sleep(${WAIT})', text=f'value {number}')[0][0]
    finally:
        pool.put(connection)
`,
  },
];

export interface Outcome {
  readonly wrong: number;
  /** For all requests together, in milliseconds. */
  readonly took: number;
  /** What a timer of 10 ms was late at most, in milliseconds. */
  readonly late: number;
}

type Get = ((number: number) => Promise<string>) & { callPromising(number: number): Promise<string> };

async function ask(get: Get, call: Client['call']): Promise<Outcome> {
  const server = createServer(async (request, response) => {
    const number = Number(request.url?.slice(1));
    try {
      response.end(await (call === 'await' ? get(number) : get.callPromising(number)));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const request = async (number: number): Promise<boolean> =>
    (await (await fetch(`${url}/${number}`)).text()) === `value ${number}`;
  let late = 0;
  const begin = performance.now();
  let last = begin;
  const timer = setInterval(() => {
    late = Math.max(late, performance.now() - last - 10);
    last = performance.now();
  }, 10);
  const right = await Promise.all(Array.from({ length: REQUESTS }, (_, number) => request(number)));
  clearInterval(timer);
  server.close();
  server.closeAllConnections();
  const took = Math.round(performance.now() - begin);
  return { wrong: right.filter((isRight) => !isRight).length, took, late: Math.round(late) };
}

/** `packages` is the folder that has the client and what it needs. */
export async function serveBy({ call, code }: Client, port: number, packages: string): Promise<Outcome> {
  const pyodide: PyodideAPI = await loadPyodide();
  const python = installSocket(pyodide);
  try {
    pyodide.mountNodeFS('/packages', packages);
    pyodide.globals.set('port', port);
    pyodide.globals.set('password', PASSWORD);
    await python.run(`import sys\nsys.path.append('/packages')\n${code}`);
    return await ask(pyodide.globals.get('get'), call);
  } finally {
    await python.close();
  }
}
