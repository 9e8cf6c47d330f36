/** Real database servers, each started on a port of its own in a folder that is removed with it. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, chownSync, constants, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { promisify } from 'node:util';

export const PASSWORD = 'secret';

export interface Server {
  readonly port: number;
  stop(): Promise<void>;
}

export interface ServerKind {
  /** Debian's package. */
  readonly from: string;
  /** The path of the program; undefined where it is not installed. */
  find(): string | undefined;
  /** Starts it, in an empty folder. */
  start(program: string, folder: string): Promise<Server>;
}

/** Milliseconds until a server listens. */
const START_LIMIT = 60_000;

/** PostgreSQL refuses to run as root. */
const NOBODY = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

function firstExecutable(paths: readonly string[]): string | undefined {
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const onPath = (name: string): string[] => (process.env.PATH ?? '').split(':').map((folder) => join(folder, name));

function ofDebianPostgres(name: string): string[] {
  const folder = '/usr/lib/postgresql';
  try {
    return readdirSync(folder).map((version) => join(folder, version, 'bin', name));
  } catch {
    return [];
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port');
  return address.port;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Contract: rejects with what the server printed when it ends or does not listen in time. */
async function run(program: string, args: readonly string[], port: number, options: object): Promise<Server> {
  const child: ChildProcess = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => (printed += data));
  const ended = once(child, 'exit');
  const end = performance.now() + START_LIMIT;
  while (!(await accepts(port))) {
    if (child.exitCode !== null || performance.now() > end) {
      child.kill('SIGKILL');
      throw new Error(`${program} does not listen:\n${printed.trim().split('\n').slice(-5).join('\n')}`);
    }
    await later(50);
  }
  return {
    port,
    async stop() {
      child.kill('SIGINT');
      await ended;
    },
  };
}

export const SERVERS: Readonly<Record<'redis' | 'postgresql', ServerKind>> = {
  redis: {
    from: 'redis-server',
    find: () => firstExecutable(onPath('redis-server')),
    async start(program, folder) {
      const port = await freePort();
      const settings = { port, bind: '127.0.0.1', dir: folder, requirepass: PASSWORD, save: '""' };
      const lines = Object.entries(settings).map(([name, value]) => `${name} ${value}\n`);
      const file = join(folder, 'redis.conf');
      writeFileSync(file, lines.join(''));
      return run(program, [file], port, {});
    },
  },
  postgresql: {
    from: 'postgresql',
    find: () => firstExecutable([...onPath('initdb'), ...ofDebianPostgres('initdb')]),
    async start(initdb, folder) {
      const data = join(folder, 'data');
      const password = join(folder, 'password');
      mkdirSync(data);
      writeFileSync(password, PASSWORD);
      if (NOBODY.uid !== undefined) for (const path of [folder, data]) chownSync(path, NOBODY.uid, NOBODY.gid);
      const words = ['-D', data, '-U', 'python', '-A', 'scram-sha-256', '--pwfile', password, '--no-sync'];
      await promisify(execFile)(initdb, words, NOBODY);
      const port = await freePort();
      const args = ['-D', data, '-p', String(port), '-k', folder, '-h', '127.0.0.1', '-c', 'fsync=off'];
      return run(initdb.replace(/initdb$/, 'postgres'), args, port, NOBODY);
    },
  },
};
