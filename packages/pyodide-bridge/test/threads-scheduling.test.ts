/** Who runs when: turns, reads, signals, deadlocks. Each program is also CPython's to answer, where there is one. */
import { describe, expect, it } from 'vitest';
import { pysock, pysockProgram, python, run } from './support/command.ts';
import { program, serve } from './support/serving.ts';

const interpreters: [string, readonly string[]][] = [['pysock', pysockProgram]];
if (python !== undefined) interpreters.push(['CPython', python.program]);
const timeout = 120_000;

const READING = `alive
input: hello
pipe: b'012'
handled in MainThread
b'x'
handled in MainThread
None
from a thread, in MainThread
sent: 3000000 6000000
received: [3000000, 3000000, 3000000]
`;

describe.each(interpreters)('threads of %s', (_, interpreter) => {
  it('take turns when they compute without waiting', { timeout }, async () => {
    const { stdout, stderr } = await run(interpreter, [program('threads_turns')]);
    expect({ stdout, stderr }).toEqual({ stdout: 'all went on True\na tight loop ended\n', stderr: '' });
  });

  it('go on while others read and handlers wait', { timeout }, async () => {
    const { stdout, stderr } = await run(interpreter, [program('threads_reading')], {
      // What the main thread reads is written when another thread has gone on.
      onOutput: (output, child) => void (output === 'alive\n' && child.stdin?.end('hello\n')),
      keepInput: true,
    });
    expect({ stdout, stderr }).toEqual({ stdout: READING, stderr: '' });
  });

  it('go on while one writes what a pipe does not hold', { timeout }, async () => {
    const { stdout, stderr } = await run(interpreter, [program('threads_pipe')]);
    const written = "1000000 True\n1000000 True\n<class 'BrokenPipeError'>\n";
    expect({ stdout, stderr }).toEqual({ stdout: written, stderr: '' });
  });

  it('in a deadlock end with Ctrl-C', { timeout }, async () => {
    await using serving = await serve(interpreter, [program('threads_deadlock')], /^ready\n/);
    const { stdout, stderr, signal } = await serving.stop('SIGINT');
    expect({ stdout, signal }).toEqual({ stdout: 'ready\nthe main thread was interrupted\n', signal: 'SIGINT' });
    expect(stderr).toMatch(/^Traceback(.|\n)*\nKeyboardInterrupt\n$/);
  });
});

it('two threads that answer each other make hardly a call in vain', { timeout }, async () => {
  const { stdout, stderr } = await pysock(['--trace=json', program('threads_answers'), '100']);
  const calls = stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { call: string; error?: string; waiting?: true })
    // One that begins to wait is told again when it has returned.
    .filter(({ waiting }) => waiting === undefined);
  const made = (name: string) => calls.filter(({ call, error }) => call === name && error === undefined).length;
  expect(stdout).toBe('100 answers\n');
  expect([made('send'), made('recv')]).toEqual([200, 201]);
  expect(calls.filter(({ error }) => error === 'EAGAIN').length).toBeLessThan(20);
});
