import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findRuntimes } from '../src/run/runtimes.ts';
import { alone, COMMAND, folderOf, isBuilt } from './support/playground.ts';
import { hasTmux, Terminal } from './support/tmux.ts';

const TIME_LIMIT = 240_000;

/** Shows the terminal's settings before and after. It stays, because tmux scrolls the screen of a program that has ended. */
const IN_A_SHELL = ['sh', '-c', 'stty -g | cksum; "$@"; echo "CODE $?"; stty -g | cksum; exec cat', 'sh'];

const WAITING = 'import socket\ns = socket.create_server(("127.0.0.1", 0))\nprint("waiting")\ns.accept()\n';
const HOSTILE = {
  'ask.py': 'name = input("Your name? ")\nprint("Hello,", name)\n',
  'flood.py': 'import sys\nfor _ in range(10_000): sys.stdout.write(("x" * 99 + "\\n") * 100)\n',
  'endless.py': 'print("going")\nwhile True: pass\n',
  'crash.py': 'import sys\nprint("on stderr", file=sys.stderr)\n1 / 0\n',
  'latin1.py': Buffer.from('print("caf\xe9")\n', 'latin1'),
  'bytes.py': 'import sys\nsys.stdout.buffer.write(b"caf\\xe9\\n")\n',
  'deaf.py': 'import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint("deaf")\nsignal.pause()\n',
  'waiting.py': WAITING,
};

const hasCPython = isBuilt && (await findRuntimes()).CPython !== undefined;

/** The text of one of two panes side by side. */
function half(text: string, side: 0 | 1): string {
  const rows = text.split('\n').filter((line) => line.includes('│'));
  return rows.map((line) => line.split('│')[side]!.trimEnd()).join('\n');
}

async function quits(terminal: Terminal, code: string): Promise<void> {
  const text = await terminal.until((shown) => expect(shown).toMatch(new RegExp(`^CODE ${code}\n\\d+`, 'm')));
  const [, before, after] = /^(\d+ \d+)\nCODE \d+\n(\d+ \d+)$/m.exec(text) ?? [];
  expect(before, text).toBeDefined();
  expect(after).toBe(before);
  expect(terminal.hasAlternateScreen()).toBe(false);
  await terminal.until(() => expect(terminal.processes()).toEqual([]));
}

describe.skipIf(!isBuilt || !hasTmux)(`in a terminal${hasTmux ? '' : ' (skipped: no tmux here)'}`, () => {
  it.each([
    [80, 24],
    [200, 50],
  ])(
    'at %i x %i: runs the TCP pair, shows both outputs and the ladder, stops a server, and leaves the terminal as it was',
    async (columns, rows) => {
      using folder = folderOf(HOSTILE);
      using terminal = new Terminal([...IN_A_SHELL, ...alone, ...COMMAND], columns, rows, folder.path);
      await terminal.until((text) => expect(text).toMatch(/Enter run .*\? help {2}q quit/));
      expect(terminal.hasColour()).toBe(true);
      terminal.press('Down', 'Down');
      await terminal.until((text) => expect(text).toContain('Enter run the pair'));
      terminal.press('Enter');
      const played = await terminal.until((text) => {
        expect(half(text, 0)).toMatch(/^Received: Hello, server!$/m);
        expect(half(text, 1)).toMatch(/^Server says: Message received$/m);
        expect(text).toMatch(/server · pysock · exit 0 .*client · pysock · exit 0/);
        expect(text).toMatch(/ accept +◀─+ connect 127\.0\.0\.1:5000\b/);
        expect(text).toMatch(/ send 16 bytes +─+▶ recv 16 bytes\b/);
      });
      expect(played).toContain('TCP ladder');
      if (columns < 140) terminal.press('w');
      await terminal.until((text) =>
        expect(text).toMatch(/client send +fd 3 +\S+ -> \S+ {2}14 bytes {2}b'Hello, server!'/),
      );

      terminal.press('Escape');
      await terminal.until((text) => expect(text).toContain('─ Scripts'));
      terminal.press('/');
      terminal.type('waiting.py');
      await terminal.until((text) => expect(text).toMatch(/^waiting$/m));
      terminal.press('C-c');
      await terminal.until((text) => {
        expect(text).toContain('KeyboardInterrupt');
        expect(text).toMatch(/ended by SIGINT|exit code 130/);
      });
      terminal.resize(120, 30);
      await terminal.until((text) => expect(text).toMatch(/^ r again .*q quit$/m));
      terminal.press('q');
      await quits(terminal, '0');
    },
    TIME_LIMIT,
  );

  it.skipIf(!hasCPython)(
    'runs a side on CPython, whose arrows have no end',
    async () => {
      using terminal = new Terminal([...IN_A_SHELL, ...alone, ...COMMAND], 80, 24);
      await terminal.until((text) => expect(text).toMatch(/Enter run .*q quit/));
      terminal.press('Down', 'Down', 'Tab', 'p', 'Enter');
      await terminal.until((text) => {
        expect(text).toMatch(/server · pysock · exit 0 .*client · CPython · exit 0/);
        expect(text).toMatch(/^ recv 14 bytes +◁─+$/m);
        expect(text).toContain('client on CPython: not traced');
      });
      terminal.press('?');
      await terminal.until((text) => expect(text).toContain('Help: any key closes it'));
      terminal.press('x', 'q');
      await quits(terminal, '0');
    },
    TIME_LIMIT,
  );

  it(
    'lets hostile scripts be hostile: input, a flood, no end, a crash, bytes that are no UTF-8',
    async () => {
      using folder = folderOf(HOSTILE);
      using terminal = new Terminal([...IN_A_SHELL, 'env', 'NO_COLOR=1', ...COMMAND], 80, 24, folder.path);
      async function open(script: string): Promise<void> {
        await terminal.until((text) => expect(text).toContain('─ Scripts'));
        terminal.press('/');
        terminal.type(script);
      }
      async function leave(): Promise<void> {
        await terminal.until((text) => expect(text).toMatch(/^ r again/m));
        terminal.press('Escape');
        await terminal.until((text) => expect(text).toContain('letters search'));
        terminal.press('Escape');
      }
      await open('ask.py');
      await terminal.until((text) => expect(text).toMatch(/^Your name\?/m));
      terminal.type('Ann q?');
      await terminal.until((text) => expect(text).toMatch(/^Hello, Ann q\?\nexit code 0 after/m));
      expect(terminal.hasColour()).toBe(false);
      await leave();

      await open('flood.py');
      await terminal.until((text) => expect(text).toMatch(/running .* MB/));
      const asked = performance.now();
      terminal.press('C-g');
      await terminal.until((text) => expect(text).toContain('Help: any key closes it'));
      // Twenty times what it takes where nothing else runs: not after the flood.
      expect(performance.now() - asked).toBeLessThan(2000);
      terminal.press('C-g');
      await terminal.until((text) => expect(text).toMatch(/^100\.0 MB written; the last \d+ lines are kept$/m));
      await leave();

      await open('endless.py');
      await terminal.until((text) => expect(text).toMatch(/^going$/m));
      terminal.press('C-c');
      await terminal.until((text) => expect(text).toContain('KeyboardInterrupt'));
      await leave();

      await open('crash.py');
      await terminal.until((text) => {
        expect(text).toMatch(/^on stderr$/m);
        expect(text).toMatch(/^ZeroDivisionError: division by zero\nexit code 1 after/m);
      });
      await leave();

      await open('latin1.py');
      await terminal.until((text) => expect(text).toContain('SyntaxError: Non-UTF-8 code'));
      await leave();
      await terminal.until((text) => expect(text).toContain('not UTF-8'));
      await open('bytes.py');
      await terminal.until((text) => expect(text).toMatch(/^caf\ufffd\n.*\nsome bytes are no UTF-8/m));
      await leave();

      await open('deaf.py');
      await terminal.until((text) => expect(text).toMatch(/^deaf$/m));
      terminal.press('C-x');
      await quits(terminal, '0');
    },
    TIME_LIMIT,
  );

  it(
    'has a prompt with blocks, completion, input and await, and edits a script',
    async () => {
      using folder = folderOf({ 'own.py': 'print("original")\n' });
      const editor = 'sed -i s/original/edited/';
      const command = [...IN_A_SHELL, 'env', `EDITOR=${editor}`, ...COMMAND];
      using terminal = new Terminal(command, 80, 24, folder.path);
      await terminal.until((text) => expect(text).toContain('─ Scripts'));
      terminal.press('r');
      await terminal.until((text) => expect(text).toMatch(/^>>>$/m));
      terminal.type('import asyncio');
      terminal.type('await asyncio.sleep(0, 42)');
      await terminal.until((text) => expect(text).toMatch(/^42\n>>>$/m));
      terminal.type('for i in range(2):');
      await terminal.until((text) => expect(text).toMatch(/^\.\.\.$/m));
      terminal.type('i * 21');
      terminal.press('Enter');
      await terminal.until((text) => expect(text).toMatch(/^0\n21\n>>>$/m));
      terminal.type('x = input("who? ")');
      await terminal.until((text) => expect(text).toMatch(/^who\?$/m));
      terminal.type('Ann');
      await terminal.until((text) => expect(text).toMatch(/^who\? Ann\n>>>$/m));
      terminal.press('asyncio.slee', 'Tab');
      await terminal.until((text) => expect(text).toMatch(/^>>> asyncio\.sleep\(/m));
      terminal.press('C-u', 'Up', 'Up', 'Up');
      await terminal.until((text) => expect(text).toMatch(/^>>> {5}i \* 21$/m));
      terminal.press('C-u');
      terminal.type('while True: pass');
      await terminal.until((text) => expect(text).toMatch(/^\.\.\.$/m));
      terminal.press('Enter');
      await terminal.until((text) => expect(text).toContain('· running'));
      terminal.press('C-c');
      await terminal.until((text) => expect(text).toMatch(/^KeyboardInterrupt\n>>>$/m));
      terminal.press('Escape');
      await terminal.until((text) => expect(text).toContain('─ Scripts'));
      terminal.press('r');
      terminal.type('x');
      await terminal.until((text) => expect(text).toMatch(/^'Ann'\n>>>$/m));
      terminal.press('C-r');
      terminal.type('x');
      await terminal.until((text) => expect(text).toContain("NameError: name 'x' is not defined"));
      terminal.press('Escape');

      await terminal.until((text) => expect(text).toContain('─ Scripts'));
      terminal.press('/');
      terminal.type('own.py');
      await terminal.until((text) => expect(text).toMatch(/^original\nexit code 0/m));
      terminal.press('e');
      await terminal.until((text) => expect(text).toMatch(/^edited\nexit code 0/m));
      expect(readFileSync(join(folder.path, 'own.py'), 'utf8')).toBe('print("edited")\n');
      process.kill(terminal.playgroundPid(), 'SIGTERM');
      await quits(terminal, '143');
    },
    TIME_LIMIT,
  );
});
