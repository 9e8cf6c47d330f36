import { fileURLToPath } from 'node:url';
import { readline } from '@pysock/host';
import { describe, expect, it } from 'vitest';
import { command, python, run } from './support/command.ts';

const driver = fileURLToPath(new URL('programs/console.py', import.meta.url));

/** What appears first, and what is typed then. */
type Step = readonly [until: string, typed: string];

/** Types on a terminal. Only CPython is at hand to make one. */
async function typed(program: readonly string[], args: readonly string[], steps: readonly Step[], env = {}) {
  const words = [JSON.stringify([...program, ...args]), JSON.stringify(steps)];
  const { stdout, stderr } = await run(python?.program ?? [], [driver, ...words], {
    env: { TERM: 'xterm', PYTHON_BASIC_REPL: '1', PYTHON_HISTORY: '/dev/null', ...env },
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as { output: string; status: number };
}

const pysock = [process.execPath, command];

describe.skipIf(python === undefined)('on a terminal', { timeout: 60_000 }, () => {
  it('is an interactive console', async () => {
    const { output, status } = await typed(
      pysock,
      [],
      [
        ['>>> ', '1 + 1\n'],
        ['>>> ', 'def f(x):\n'],
        ['... ', '    return x * 2\n'],
        ['... ', '\n'],
        ['>>> ', 'f(21)\n'],
        ['42\n>>> ', '1 / 0\n'],
        ['>>> ', 'x = input("? ")\n'],
        ['? ', 'answer\n'],
        ['>>> ', 'x\n'],
        ["'answer'\n>>> ", 'exit(3)\n'],
      ],
    );
    expect(output).toMatch(
      /^Python 3\.14\.\d+ .*\nType "help", "copyright", "credits" or "license" for more information\.\n>>> /,
    );
    expect(output).toContain('\n2\n>>> ');
    expect(output).toContain('ZeroDivisionError: division by zero\n>>> ');
    expect(status).toBe(3);
  });

  it('survives Ctrl-C and ends with Ctrl-D', async () => {
    const { output, status } = await typed(
      pysock,
      ['-q'],
      [
        ['>>> ', 'x = 1 +\x03'],
        ['KeyboardInterrupt\n>>> ', 'while True: pass\n'],
        ['... ', '\n'],
        ['\n', '\x03'],
        ['KeyboardInterrupt\n>>> ', 'print("alive")\n'],
        ['alive\n>>> ', '\x04'],
      ],
    );
    expect(output.startsWith('>>> ')).toBe(true);
    // As CPython: the console's end after an interrupted line is that of an interrupted program.
    expect(status).toBe(-2);
  });

  it.skipIf(!readline.isAvailable())('edits lines by readline, beside a thread', async () => {
    const program = [
      'import readline, threading',
      'threading.Thread(target=threading.Event().wait, daemon=True).start()',
      'words = ["alpha", "beta"]',
      'readline.set_completer(lambda text, state: [w for w in words if w.startswith(text)][state])',
      'readline.parse_and_bind("tab: complete")',
      'def ask(prompt):',
      '    try: print(f"{prompt}{input(prompt)!r}")',
      '    except (KeyboardInterrupt, EOFError) as error: print(prompt, repr(error))',
      'for prompt in "ABCDE": ask(prompt)',
      'print(readline.get_current_history_length())',
    ].join('\n');
    const { output, status } = await typed(
      pysock,
      ['-c', program],
      [
        ['A', 'al\t!\n'],
        ["A'alpha!'\nB", 'no completer raises through: x\t\n'],
        ["raises through: x'\nC", 'thrown away\x03'],
        ['C KeyboardInterrupt()\nD', '\x1b[A\x1b[A?\n'],
        ["D'alpha!?'\nE", '\x04'],
        ['E EOFError()\n3\n', ''],
      ],
    );
    expect(output).not.toContain('Traceback');
    expect(status).toBe(0);
  });

  it('reads lines in two threads, one after the other', async () => {
    const program = [
      'import threading',
      'def ask(): print(repr(input("? ")))',
      'threads = [threading.Thread(target=ask) for _ in range(2)]',
      'for thread in threads: thread.start()',
      'print("both")',
      'for thread in threads: thread.join()',
    ].join('\n');
    const { output, status } = await typed(
      pysock,
      ['-c', program],
      [
        ['both\n', 'one\n'],
        ["'one'\n", 'two\n'],
      ],
    );
    expect(output).toContain("'two'\n");
    expect(status).toBe(0);
  });

  it("has CPython's editor, with its history", async () => {
    const env = { PYTHON_BASIC_REPL: '' };
    const { output, status } = await typed(
      pysock,
      ['-q'],
      [
        ['>>> ', '6 * 7\r'],
        ['42', ''],
        ['>>> ', '\x1bOA'],
        ['6 * 7', ' + 1\r'],
        ['43', ''],
        ['>>> ', '\x04'],
      ],
      env,
    );
    expect(output).not.toContain("can't use pyrepl");
    expect(status).toBe(0);
  });

  it('-i goes on after a program', async () => {
    const { output, status } = await typed(
      pysock,
      ['-i', '-c', 'x = 5; 1/0'],
      [
        ['>>> ', 'x + 1\n'],
        ['6\n>>> ', '\x04'],
      ],
    );
    expect(output).toContain('ZeroDivisionError');
    expect(status).toBe(0);
  });

  it('standard output is line-buffered, and reading can be interrupted', async () => {
    const code =
      'import sys, os; print(sys.stdout.line_buffering, os.isatty(0), os.get_terminal_size() is not None); input("? ")';
    const { output, status } = await typed(pysock, ['-c', code], [['? ', '\x03']]);
    expect(output).toContain('True True True\n? ^C');
    expect(status).toBe(-2);
  });

  it('a password is not shown', async () => {
    const { output } = await typed(
      pysock,
      ['-c', 'import getpass; print(len(getpass.getpass()))'],
      [['Password: ', 'secret\n']],
    );
    expect(output).toBe('Password: \n6\n');
  });
});
