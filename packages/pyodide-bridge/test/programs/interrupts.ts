/**
 * Interrupts and aborts at random moments of what waits or runs: `node --conditions=source interrupts.ts [ROUNDS [SEED [KIND...]]]`. Prints
 * the kinds with their slowest end in milliseconds, what came out wrong, and the descriptors before and after, as JSON.
 */
import { readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as later } from 'node:timers/promises';
import { loadPyodide } from 'pyodide';
import { installSocket } from '../../src/index.ts';

const KINDS: Readonly<Record<string, string>> = {
  accept: 'server.accept()',
  recv: 'a.recv(1)',
  connect: 'with socket.socket(socket.AF_UNIX) as s: s.connect(full.getsockname())',
  sleep: 'time.sleep(100)',
  lock: 'lock.acquire()',
  tls: 'c, d = socket.socketpair()\nwith c, d: context.wrap_socket(c)',
  getaddrinfo: 'while True:\n  try: socket.getaddrinfo("no.such.host.example", 80)\n  except OSError: pass',
  busy: 'while True: pass',
  asyncio: 'async def main(): await asyncio.sleep(100)\nasyncio.run(main())',
};

const PREPARE = `
import asyncio, gc, os, socket, ssl, threading, time
server = socket.create_server(("127.0.0.1", 0))
a, b = socket.socketpair()
full = socket.socket(socket.AF_UNIX)
full.bind("\\0%d full" % os.getpid())
full.listen(0)
fills = [socket.socket(socket.AF_UNIX) for _ in range(1)]
for s in fills: s.connect(full.getsockname())
lock = threading.Lock()
lock.acquire()
context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.check_hostname = False
context.verify_mode = ssl.CERT_NONE
`;

const [rounds = 100, seed = 1] = process.argv.slice(2, 4).map(Number);
let state = seed;
/** From 0 to 1, the same for the same seed: a linear congruential generator (Numerical Recipes). */
function random(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}

const pyodide = await loadPyodide();
const python = installSocket(pyodide);
await python.run(PREPARE);

const wrong: string[] = [];
const slowest: Record<string, number> = {};

async function round(kind: string): Promise<void> {
  const how = random() < 0.5 ? 'interrupt' : 'abort';
  const controller = new AbortController();
  const globals = pyodide.globals;
  const running = python.run(KINDS[kind] as string, { globals, signal: controller.signal });
  const ended = running.then(
    () => 'it returned',
    (error: Error) => (error.message.includes('KeyboardInterrupt') || error.name === 'AbortError' ? '' : error.message),
  );
  await later(random() * 25);
  const begin = performance.now();
  if (how === 'interrupt') python.interrupt();
  else controller.abort();
  const result = await Promise.race([ended, later(5000, 'it did not end', { ref: false })]);
  slowest[kind] = Math.max(slowest[kind] ?? 0, Math.round(performance.now() - begin));
  if (result !== '') wrong.push(`${kind}, ${how}: ${result.trim().split('\n').at(-1)}`);
  const sum = await python.run('1 + 1');
  if (sum !== 2) wrong.push(`after ${kind}: ${String(sum)}`);
}

/** The files of the process that are open. */
async function descriptors(): Promise<readonly string[]> {
  await python.run('gc.collect()');
  return readdirSync('/proc/self/fd').map((fd) => readlinkOr(`/proc/self/fd/${fd}`));
}

function readlinkOr(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return 'the folder that is being read';
  }
}

/** Longer than a look-up takes that nobody answers, in milliseconds. */
const RESOLVING = 90_000;
const wanted = process.argv.slice(4);
const names = wanted.length > 0 ? wanted : Object.keys(KINDS);
for (const kind of names) await round(kind);
const before = await descriptors();
for (let index = 0; index < rounds; index++) await round(names[Math.floor(random() * names.length)] as string);
let after = await descriptors();
// A look-up that was interrupted goes on to the resolver's own limit: getaddrinfo cannot be cancelled.
const end = performance.now() + RESOLVING;
while (after.length > before.length && performance.now() < end) {
  await later(1000);
  after = await descriptors();
}
await python.close();
const left = after.filter((file) => !before.includes(file));
console.log(JSON.stringify({ rounds, slowest, wrong, before: before.length, after: after.length, left }));
