import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { pysock, python, type Run, run } from './support/command.ts';

const traceback = (line: string, carets: string): string =>
  `Traceback (most recent call last):\n  File "<string>", line ${line}\n    ${carets}\nKeyboardInterrupt\n`;

const LOOKS = 50;
const LOOK_MS = 4;

/** Whether the kernel has put a process to sleep; one that computes never is. */
const sleeps = (pid: number): boolean =>
  / S /.test(readFileSync(`/proc/${pid}/stat`, 'latin1').split(')').at(-1) ?? '');

/**
 * Sends a signal when the program has written `ready` and sleeps, or computes: CPython does not hear one that comes between its last
 * look and its system call.
 */
const sendWhenReady = (signal: NodeJS.Signals) => async (output: string, child: ChildProcess) => {
  if (output !== 'ready\n') return;
  for (let look = 0; look < LOOKS && !sleeps(child.pid as number); look++) await delay(LOOK_MS);
  child.kill(signal);
};

interface Case {
  code: string;
  signal?: NodeJS.Signals;
  stdout?: string;
  status?: number | null;
  died?: NodeJS.Signals;
  stderr?: string;
}

const ready = 'print("ready", flush=True)\n';
/** In short steps: a signal that comes just before CPython begins to sleep does not end that sleep. */
const wait = 'for i in range(600): time.sleep(0.1)';

const cases: Record<string, Case> = {
  'Ctrl-C in time.sleep': {
    code: `import time\n${ready}time.sleep(60)`,
    signal: 'SIGINT',
    died: 'SIGINT',
    stderr: traceback('3, in <module>', 'time.sleep(60)\n    ~~~~~~~~~~^^^^'),
  },
  'Ctrl-C while Python computes': {
    code: `${ready}while True:\n    pass`,
    signal: 'SIGINT',
    died: 'SIGINT',
  },
  'Ctrl-C in accept': {
    code: `import socket\ns = socket.create_server(('127.0.0.1', 0))\n${ready}s.accept()`,
    signal: 'SIGINT',
    died: 'SIGINT',
  },
  'a caught KeyboardInterrupt': {
    code: `import time\ntry:\n    ${ready}    ${wait}\nexcept KeyboardInterrupt:\n    print("caught")\n    raise SystemExit(3)`,
    signal: 'SIGINT',
    stdout: 'caught\n',
    status: 3,
  },
  'SIGTERM without a handler': { code: `import time\n${ready}${wait}`, signal: 'SIGTERM', died: 'SIGTERM' },
  'SIGUSR1 without a handler': { code: `import time\n${ready}${wait}`, signal: 'SIGUSR1', died: 'SIGUSR1' },
  'a handler, and the sleep goes on': {
    code: `import signal, time\nsignal.signal(signal.SIGTERM, lambda n, f: print("handled", n))\nt = time.monotonic()\n${ready}time.sleep(0.5)\nprint(time.monotonic() - t >= 0.5)`,
    signal: 'SIGTERM',
    stdout: 'handled 15\nTrue\n',
  },
  'a handler that raises': {
    code: `import signal, time\ndef handler(n, f): raise RuntimeError(n)\nsignal.signal(signal.SIGHUP, handler)\ntry:\n    ${ready}    ${wait}\nexcept RuntimeError as e:\n    print(repr(e))`,
    signal: 'SIGHUP',
    stdout: 'RuntimeError(1)\n',
  },
  'an ignored signal': {
    code: `import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n${ready}time.sleep(0.3)\nprint("alive")`,
    signal: 'SIGTERM',
    stdout: 'alive\n',
  },
  'a default action again': {
    code: `import signal, time\nsignal.signal(signal.SIGTERM, print)\nsignal.signal(signal.SIGTERM, signal.SIG_DFL)\n${ready}${wait}`,
    signal: 'SIGTERM',
    died: 'SIGTERM',
  },
  'os.kill of itself': {
    code: `${ready}import os, signal\nsignal.signal(signal.SIGUSR1, lambda n, f: print("handled"))\nos.kill(os.getpid(), signal.SIGUSR1)\nprint("after")\nos.kill(os.getpid(), signal.SIGKILL)`,
    stdout: 'handled\nafter\n',
    died: 'SIGKILL',
  },
  'signal.raise_signal': {
    code: `${ready}import signal\nsignal.signal(signal.SIGUSR2, lambda n, f: print("handled", n))\nsignal.raise_signal(signal.SIGUSR2)\nsignal.raise_signal(signal.SIGTERM)`,
    stdout: 'handled 12\n',
    died: 'SIGTERM',
  },
  'os.abort': { code: `${ready}import os\nos.abort()`, died: 'SIGABRT' },
  'exit handlers run after Ctrl-C': {
    code: `import atexit, time\natexit.register(print, "bye")\n${ready}${wait}`,
    signal: 'SIGINT',
    stdout: 'bye\n',
    died: 'SIGINT',
  },
};

function check(result: Run, { stdout, status, died }: Case): void {
  expect({ status: result.status, signal: result.signal }).toEqual({
    status: died ? null : (status ?? 0),
    signal: died ?? null,
  });
  expect(result.stdout).toBe(`ready\n${stdout ?? ''}`);
}

/** Unbuffered: what a program that dies of a signal has printed is lost otherwise, in CPython too. */
const argumentsOf = ({ code }: Case): string[] => ['-u', '-c', code];
const optionsOf = ({ signal }: Case) => (signal ? { onOutput: sendWhenReady(signal) } : {});

describe('signals', () => {
  it.each(Object.entries(cases))('%s', async (_, test) => {
    const result = await pysock(argumentsOf(test), optionsOf(test));
    check(result, test);
    if (test.stderr !== undefined) expect(result.stderr).toBe(test.stderr);
  });

  it.each([0, 60, 120, 180, 240, 300])('Ctrl-C %i ms after the start', async (after) => {
    const onStart = (child: ChildProcess) => setTimeout(() => child.kill('SIGINT'), after);
    const result = await pysock(['-c', 'import time; time.sleep(60); print("not interrupted")'], { onStart });
    expect(result).toMatchObject({ signal: 'SIGINT', stdout: '' });
    expect(result.stderr).toMatch(/^(Traceback [\s\S]*\nKeyboardInterrupt\n)?$/);
  });

  it('a signal in a blocked read of standard input', async () => {
    const result = await pysock(['-u', '-c', `import sys\n${ready}sys.stdin.read()`], {
      onOutput: (output, child) => {
        if (output === 'ready\n') child.kill('SIGINT');
      },
      keepInput: true,
    });
    expect(result.signal).toBe('SIGINT');
    expect(result.stderr).toMatch(/KeyboardInterrupt\n$/);
  });
});

describe.skipIf(python === undefined)("CPython's own answers", { timeout: 20_000 }, () => {
  it.each(Object.entries(cases))('%s', async (_, test) => {
    const { program } = python as NonNullable<typeof python>;
    check(await run(program, argumentsOf(test), optionsOf(test)), test);
  });
});

describe('signals that libuv cannot hear', { timeout: 60_000 }, () => {
  const kill = (signal: NodeJS.Signals | number) => (_: string, child: ChildProcess) => {
    process.kill(child.pid as number, signal);
  };

  it.each(['SIGSEGV', 'SIGFPE'] as const)(
    '%s prints a traceback with faulthandler, and ends the process',
    async (signal) => {
      const code = 'import faulthandler\nfaulthandler.enable()\nprint("ready", flush=True)\nwhile True: pass';
      const result = await pysock(['-c', code], { onOutput: kill(signal) });
      // It may come before the line after the one that writes.
      const name = { SIGSEGV: 'Segmentation fault', SIGFPE: 'Floating-point exception' }[signal];
      expect(result.signal).toBe(signal);
      expect(result.stderr).toMatch(
        new RegExp(
          `^Fatal Python error: ${name}\\n\\nCurrent thread 0x.*\\n {2}File "<string>", line [34] in <module>`,
        ),
      );
    },
  );

  it("leave V8's own faults to V8, and have handlers of Python's", async () => {
    const code = [
      'import ctypes, signal, time',
      'heard = []',
      'for number in (11, signal.SIGRTMIN + 3): signal.signal(number, lambda number, _: heard.append(number))',
      'print("ready", flush=True)',
      'while len(heard) < 2: time.sleep(.1)',
      'print(sorted(heard), flush=True)',
      'ctypes.string_at(0xfffffff0)',
    ].join('\n');
    let sent = 0;
    const result = await pysock(['-c', code], {
      onOutput(output, child) {
        for (const signal of output.includes('ready') && sent++ === 0 ? ([11, 37] as const) : [])
          kill(signal)('', child);
      },
    });
    expect([result.stdout, result.signal]).toEqual(['ready\n[11, 37]\n', 'SIGABRT']);
  });
});

// CPython 3.14's hears them at its next system call alone.
it('a child that a thread has forked handles signals while it computes', async () => {
  const code = `
import os, signal, threading
def stop(*_): os._exit(10)
def work():
    reading, told = os.pipe()
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGTERM, stop)
        os.write(told, b'.')
        while True: pass
    os.read(reading, 1)
    os.kill(pid, signal.SIGTERM)
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
thread = threading.Thread(target=work)
thread.start()
thread.join()
`;
  expect(await pysock(['-W', 'ignore', '-c', code])).toMatchObject({ stdout: '10\n', stderr: '', status: 0 });
});
