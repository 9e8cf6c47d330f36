/** All scenarios, in the order in which they are measured and shown. */
import type { Group, Peer, Scenario } from './scenario.ts';

const listens = (file: string, ...args: string[]): Peer => ({ program: [file, ...args], side: 'listens' });
const connects = (file: string, ...args: string[]): Peer => ({ program: [file, ...args], side: 'connects' });

const KB = 1024;
const sizes = { '64k': 64 * KB, '1m': KB * KB };
type Size = keyof typeof sizes;
const sizeTitle = (size: Size): string => (size === '64k' ? '64 KiB' : '1 MiB');

/** NodeSockFS has clients of TCP. */
const also = ['nodesockfs'] as const;

function echo(kind: 'tcp' | 'udp' | 'unix', size: number): Scenario {
  return {
    id: `echo-${kind}-${size}`,
    title: `echo ${kind.toUpperCase()} ${size} B`,
    measure: 'time',
    program: ['echo.py', kind, String(size)],
    peer: listens('echo.py', kind),
    ...(kind === 'tcp' ? { also } : {}),
  };
}

function receive(how: 'recv' | 'recv_into', size: Size): Scenario {
  return {
    id: `${how}-${size}`,
    title: `${how} ${sizeTitle(size)}`,
    measure: 'time',
    program: ['bulk_recv.py', how, String(sizes[size])],
    peer: listens('source.py'),
    bytes: sizes[size],
    also,
  };
}

function send(size: Size): Scenario {
  return {
    id: `send-${size}`,
    title: `send ${sizeTitle(size)}`,
    measure: 'time',
    program: ['bulk_send.py', String(sizes[size])],
    peer: listens('sink.py'),
    bytes: sizes[size],
    also,
  };
}

function sendFile(id: string, how: 'sendfile' | 'loop', title: string): Scenario {
  return {
    id,
    title,
    measure: 'time',
    program: ['send_file.py', how],
    peer: listens('sink.py'),
    bytes: 100_000_000,
    also,
  };
}

/** How many of a selector's connections have a message under way, whatever the number of connections. */
const ACTIVE = 10;

function selectors(connections: number): Scenario {
  return {
    id: `epoll-${connections}`,
    title: `epoll, ${connections} conns`,
    measure: 'time',
    program: ['selectors_echo.py', String(connections)],
    peer: connects('load.py', String(connections), String(ACTIVE)),
  };
}

function asyncio(connections: number): Scenario {
  return {
    id: `asyncio-${connections}`,
    title: `asyncio, ${connections} conn${connections === 1 ? '' : 's'}`,
    measure: 'time',
    program: ['asyncio_echo.py', String(connections)],
    peer: connects('load.py', String(connections), String(connections)),
  };
}

/** A client whose loop is JavaScript's, beside those whose loop is CPython's. */
function asyncioClient(size: number, title: string): Scenario {
  return {
    id: `asyncio-client-${size}`,
    title,
    measure: 'time',
    program: ['asyncio_client.py', String(size)],
    peer: listens('echo.py', 'tcp'),
    also: ['nodesockfs', 'embedded'],
  };
}

/** What the interpreter alone takes: WebAssembly's share in all the others. */
function interpreter(what: 'builtin' | 'function', title: string): Scenario {
  return { id: `python-${what}`, title, measure: 'time', program: ['interpreter.py', what] };
}

/** Processes: what is started, and waited for. */
function starts(id: string, how: 'spawn' | 'run' | 'pool', title: string): Scenario {
  return { id, title, measure: 'time', program: ['processes.py', how], startsProcesses: true };
}

export const catalog: readonly Group[] = [
  ...(['tcp', 'udp', 'unix'] as const).flatMap((kind) => [1, 64, 4096].map((size) => [echo(kind, size)])),
  ...(['recv', 'recv_into'] as const).flatMap((how) => [[receive(how, '64k')], [receive(how, '1m')]]),
  [send('64k')],
  [send('1m')],
  [sendFile('sendfile', 'sendfile', 'sendfile 100 MB'), sendFile('read-and-send', 'loop', 'read and send 100 MB')],
  [
    {
      id: 'connect',
      title: 'connect and close',
      measure: 'time',
      program: ['connect.py'],
      peer: listens('acceptor.py'),
      also,
    },
  ],
  [
    {
      id: 'accept',
      title: 'accept and close',
      measure: 'time',
      program: ['accept.py'],
      peer: connects('connector.py'),
    },
  ],
  [
    {
      id: 'ancillary',
      title: 'sendmsg, recvmsg',
      measure: 'time',
      program: ['descriptors.py'],
      peer: listens('descriptors.py'),
    },
  ],
  [{ id: 'getaddrinfo', title: 'getaddrinfo, number', measure: 'time', program: ['resolve.py'] }],
  [selectors(10), selectors(1000), selectors(5000)],
  [asyncioClient(64, 'asyncio, get 64 B')],
  [asyncioClient(64 * KB, 'asyncio, get 64 KiB')],
  [
    {
      id: 'call-promising',
      title: 'callPromising',
      measure: 'time',
      program: ['call_promising.py'],
      isDissimilar: true,
      also: ['pyodide', 'embedded'],
    },
  ],
  [asyncio(1)],
  [asyncio(100)],
  [
    { id: 'threads', title: 'threads, sockets', measure: 'time', program: ['ping_pong.py'], hasThreads: true },
    {
      id: 'threads-locks',
      title: 'threads, locks',
      measure: 'time',
      program: ['ping_pong_locks.py'],
      hasThreads: true,
    },
  ],
  [
    {
      id: 'http-server',
      title: 'http.server',
      measure: 'time',
      program: ['http_server.py'],
      peer: connects('http_load.py'),
    },
  ],
  [
    {
      id: 'http-client',
      title: 'http.client',
      measure: 'time',
      program: ['http_client.py'],
      peer: listens('http_answers.py'),
      also,
    },
  ],
  [starts('spawn', 'spawn', 'os.posix_spawn true')],
  [starts('run', 'run', 'subprocess.run true')],
  [starts('pool', 'pool', 'Pool(4), started')],
  [{ id: 'fork-first', title: 'fork, the first', measure: 'time', program: ['fork.py', 'first'] }],
  [{ id: 'fork-next', title: 'fork, the next', measure: 'time', program: ['fork.py', 'next'] }],
  [interpreter('builtin', 'Python, builtin')],
  [interpreter('function', 'Python, function')],
  [{ id: 'start', title: 'start to first line', measure: 'start', program: ['start.py'], also }],
  [{ id: 'memory', title: 'memory at rest', measure: 'memory', program: ['idle.py'], also }],
  [
    {
      id: 'memory-connection',
      title: 'memory, connection',
      measure: 'memory',
      program: ['open_connections.py'],
      peer: listens('acceptor.py', 'keep'),
      operations: 1000,
    },
  ],
  [
    {
      id: 'memory-thread',
      title: 'memory, thread',
      measure: 'memory',
      program: ['open_threads.py'],
      operations: 200,
    },
  ],
];

/**
 * The groups with the scenarios that any of the filters names, or all without filters. A filter is a part of an id.
 *
 * @throws Error when a filter names none.
 */
export function choose(filters: readonly string[], groups: readonly Group[] = catalog): Group[] {
  const ids = groups.flat().map(({ id }) => id);
  for (const filter of filters) {
    if (!ids.some((id) => id.includes(filter))) throw new Error(`no scenario is named ${filter}: ${ids.join(', ')}`);
  }
  const isWanted = ({ id }: Scenario) => filters.length === 0 || filters.some((filter) => id.includes(filter));
  return groups.map((group) => group.filter(isWanted)).filter((group) => group.length > 0);
}
