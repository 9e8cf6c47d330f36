import { execFileSync } from 'node:child_process';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { command, pysock } from './support/command.ts';
import { program } from './support/serving.ts';

let server: Server;
let port: string;
let heard: string;
let client: Socket | undefined;

beforeEach(async () => {
  heard = '';
  client = undefined;
  server = createServer((socket) => {
    client = socket;
    socket.on('data', (data) => {
      heard += data;
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = String((server.address() as { port: number }).port);
});

afterEach(() => {
  client?.destroy();
  server.close();
});

const soon = { timeout: 20_000, interval: 20 };

it('a chat client that selects on a socket and a pipe', { timeout: 60_000 }, async () => {
  const ended = pysock([program('chat_client'), port], {
    keepInput: true,
    onOutput(output, child) {
      if (output === 'connected\n') child.stdin?.write('from the pipe\n');
      if (output.endsWith('> to you\n')) child.stdin?.end('and goodbye\n');
    },
  });
  await expect.poll(() => heard, soon).toBe('from the pipe\n');
  client?.write('to you\n');
  expect(await ended).toMatchObject({ stdout: 'connected\n> to you\nbye\n', stderr: '', status: 0 });
  await expect.poll(() => heard, soon).toBe('from the pipe\nand goodbye\n');
});

const tmux = (...args: string[]): string =>
  execFileSync('tmux', ['-L', `pysock-test-${process.pid}`, ...args], { encoding: 'utf8', stdio: 'pipe' });

const hasTmux = (() => {
  try {
    tmux('-V');
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasTmux)('in a terminal (skipped without tmux)', () => {
  afterEach(() => {
    tmux('kill-server');
  });

  it('a chat client that selects on a socket and the keyboard', { timeout: 60_000 }, async () => {
    const line = [process.execPath, command, program('chat_client'), port].map((word) => `'${word}'`).join(' ');
    tmux('-f', '/dev/null', 'new-session', '-d', '-x', '80', '-y', '24', `${line}; echo "status $?"; exec cat`);
    const screen = () => tmux('capture-pane', '-p').trimEnd();
    await expect.poll(screen, soon).toBe('connected');
    tmux('send-keys', 'typed here', 'Enter');
    await expect.poll(() => heard, soon).toBe('typed here\n');
    client?.write('said there\n');
    await expect.poll(screen, soon).toBe('connected\ntyped here\n> said there');
    tmux('send-keys', 'C-d');
    await expect.poll(screen, soon).toBe('connected\ntyped here\n> said there\nbye\nstatus 0');
  });
});
