import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readExamples } from '../src/examples.ts';
import { alone, COMMAND, playground, pysockIsBuilt, run } from './support/playground.ts';
import { hasTmux, Terminal } from './support/tmux.ts';

/** What the panes run is the built command. */
const built = pysockIsBuilt();
const TIME_LIMIT = 240_000;

/** Each program's lines; in the order of the text, as several tasks or threads of a program take turns as they like. */
const OUTPUTS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  prompts: {},
  tcp: {
    server: ["Connected by ('127.0.0.1', PORT)", 'Received: Hello, server!', 'Server listening on port 15000'],
    client: ['Server says: Message received'],
  },
  udp: {
    server: ["Received from ('127.0.0.1', PORT): UDP message", 'UDP server listening on port 15001'],
    client: ['Response: ACK'],
  },
  timeouts: {
    server: ['A client is waiting', 'Silent server on port 15002', 'The client has given up'],
    client: [
      'Blocking: gettimeout() is None',
      'Non-blocking: gettimeout() is 0.0',
      'Timeout: gettimeout() is 1.5',
      'recv() failed after N s: timed out',
      'recv() failed: nothing has arrived',
    ],
  },
  errors: {
    server: ['Reset the connection', 'Rude server on port 15003'],
    client: [
      'Closed socket: OSError: Bad file descriptor',
      'Nobody listens: ConnectionRefusedError: Connection refused',
      'Not connected: OSError: Transport endpoint is not connected',
      "Port in use: OSError: Address already in use (while attempting to bind on address ('localhost', 15003))",
      'Reset by the server: ConnectionResetError: Connection reset by peer',
      'Too long: OSError: Message too long',
      'Unknown service: gaierror: Servname not supported for ai_socktype',
    ],
  },
  'asyncio-echo': {
    server: [
      ...['Anna has come', 'Anna has left', 'Ben has come', 'Ben has left', 'Carla has come', 'Carla has left'],
      'Echo server on port 15004',
    ],
    client: [
      ...['All done', 'Hello, Anna', 'Hello, Ben', 'Hello, Carla'],
      ...['LINE 1 OF ANNA', 'LINE 1 OF BEN', 'LINE 1 OF CARLA', 'LINE 2 OF ANNA', 'LINE 2 OF BEN', 'LINE 2 OF CARLA'],
    ],
  },
  'selectors-chat': {
    server: ['1 connected', '2 connected', 'Anna: hello', 'Ben: hello', 'Chat on port 15005'],
    'client Anna': ['Ben: hello'],
    'client Ben': ['Anna: hello'],
  },
  'threads-echo': {
    server: [
      'Echo server on port 15006',
      ...['thread X: closed', 'thread X: closed', 'thread X: closed'],
      ...['thread X: line 1 of Anna', 'thread X: line 1 of Ben', 'thread X: line 1 of Carla'],
      ...['thread X: line 2 of Anna', 'thread X: line 2 of Ben', 'thread X: line 2 of Carla'],
    ],
    client: [
      'All done',
      ...['Anna hears LINE 1 OF ANNA', 'Anna hears LINE 2 OF ANNA', 'Ben hears LINE 1 OF BEN'],
      ...['Ben hears LINE 2 OF BEN', 'Carla hears LINE 1 OF CARLA', 'Carla hears LINE 2 OF CARLA'],
    ],
  },
};

function byProgram(stdout: string): Record<string, string[]> {
  const programs: Record<string, string[]> = {};
  for (const line of stdout.split('\n').filter((text) => text !== '')) {
    const [, program = '', text = ''] = /^(.*?) *\| (.*)$/.exec(line)!;
    programs[program] ??= [];
    programs[program].push(
      text
        .replace(/(?<='127.0.0.1', )\d+/, 'PORT')
        .replace(/^thread \d/, 'thread X')
        .replace(/after \d\.\d s/, 'after N s'),
    );
  }
  for (const lines of Object.values(programs)) lines.sort();
  return programs;
}

describe('without a terminal', () => {
  it('says how it is used, names the examples, and refuses what it does not know', async () => {
    const usage = await run(COMMAND);
    expect(usage).toMatchObject({ code: 0, stderr: '' });
    expect(usage.stdout).toContain('usage: pysock-playground');
    expect((await playground('--help')).stdout).toContain('--run NAME');
    const listed = (await playground('--list')).stdout.trimEnd().split('\n');
    expect(listed.map((line) => line.split(' ')[0])).toEqual(Object.keys(OUTPUTS));
    expect(await playground('--run', 'nothing')).toMatchObject({ code: 2, stdout: '' });
    expect((await playground('missing.py')).stderr).toBe('pysock-playground: there is no missing.py\n');
  });

  it.skipIf(!built).concurrent.each(Object.keys(OUTPUTS))(
    'runs the example %s',
    async (name) => {
      const { code, stdout, stderr } = await playground('--run', name);
      expect({ code, stderr, programs: byProgram(stdout) }).toEqual({ code: 0, stderr: '', programs: OUTPUTS[name] });
    },
    TIME_LIMIT,
  );

  it.skipIf(!built)(
    'ends the others when one fails, and fails like it',
    async () => {
      // Without a network of our own: the port is taken in this one.
      const taken = createServer().listen(15000, '127.0.0.1');
      await Promise.race([once(taken, 'listening'), once(taken, 'error')]);
      const { code, stdout } = await run([...COMMAND, '--run', 'tcp']);
      taken.close();
      expect(code).toBe(1);
      expect(byProgram(stdout).server).toContainEqual(expect.stringMatching(/^OSError: .*Address already in use$/));
      expect(byProgram(stdout).client).toBeUndefined();
    },
    TIME_LIMIT,
  );

  it('has examples that are short and begin by saying what they show', () => {
    const folder = join(import.meta.dirname, '../examples');
    const scripts = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.py'));
    const used = readExamples().flatMap(({ programs }) => programs.map(({ script }) => script));
    expect(new Set(scripts.map((name) => join(folder, name)))).toEqual(new Set(used));
    for (const script of scripts) {
      const text = readFileSync(join(folder, script), 'utf8');
      expect(text).toMatch(/^# [A-Z]/);
      expect(text.split('\n').length, script).toBeLessThanOrEqual(41);
    }
  });
});

/** The text of one of two panes side by side. */
function half(text: string, side: 'left' | 'right'): string {
  const rows = text.split('\n').filter((row) => /[│┬]/.test(row));
  return rows.map((row) => row.split(/[│┬]/)[side === 'left' ? 0 : 1]!.trimEnd()).join('\n');
}

describe.skipIf(!built || !hasTmux)(`in a terminal${hasTmux ? '' : ' (skipped: no tmux here)'}`, () => {
  it(
    'plays the TCP pair, is typed into, and leaves nothing behind',
    async () => {
      using terminal = new Terminal([...alone, ...COMMAND], 80, 24);
      await terminal.until((text) => expect(text).toContain('Choose an example'));
      expect(terminal.hasColour()).toBe(true);
      terminal.press('Down', 'Enter');
      await terminal.until((text) => {
        expect(half(text, 'left')).toMatch(/^Received: Hello, server!\n>>>$/m);
        expect(half(text, 'right')).toMatch(/^Server says: Message received\n>>>$/m);
      });

      // Each pane has the variables of its script.
      terminal.type('data');
      await terminal.until((text) => expect(half(text, 'left')).toContain("b'Hello, server!'\n>>>"));
      terminal.type('server = socket.create_server(("localhost", 0))');
      await terminal.until((text) => expect(text).toMatch(/^ 1 +\d+ +tcp +LISTEN +127\.0\.0\.1:\d+$/m));
      terminal.type('server.accept()');
      terminal.press('C-c');
      await terminal.until((text) => expect(half(text, 'left')).toContain('KeyboardInterrupt\n>>>'));

      terminal.press('Tab');
      terminal.type('for i in range(2):');
      await terminal.until((text) => expect(half(text, 'right')).toMatch(/\n\.\.\.$/m));
      terminal.type('i * 21');
      await terminal.until((text) => expect(half(text, 'right')).toMatch(/^\.\.\. {5}i \* 21\n\.\.\.$/m));
      terminal.press('Enter');
      await terminal.until((text) => expect(half(text, 'right')).toMatch(/^0\n21\n>>>$/m));

      terminal.press('C-d');
      await terminal.until((text) => expect(half(text, 'right')).toContain('[ended with exit code 0'));
      terminal.press('C-r');
      await terminal.until((text) => expect(half(text, 'right')).toContain('ConnectionRefusedError'));

      terminal.resize(140, 40);
      await terminal.until((text) => expect(text).toContain('Ctrl-X quit'));
      terminal.press('C-x');
      await terminal.until(() => expect(terminal.status()).toBe('0'));
      expect(terminal.processes()).toEqual([]);
    },
    TIME_LIMIT,
  );

  it(
    'ends its processes also when it is terminated, even one that ignores it; NO_COLOR means no colour',
    async () => {
      using terminal = new Terminal([...alone, 'env', 'NO_COLOR=1', ...COMMAND, 'prompts'], 80, 24);
      await terminal.until((text) => expect(half(text, 'left')).toContain('>>>'));
      terminal.type('import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)');
      await terminal.until((text) => expect(half(text, 'left')).toContain('SIG_DFL'));
      expect(terminal.hasColour()).toBe(false);
      process.kill(Number(terminal.pid()), 'SIGTERM');
      await terminal.until(() => expect(terminal.status()).toBe('143'));
      expect(terminal.processes()).toEqual([]);
    },
    TIME_LIMIT,
  );
});
