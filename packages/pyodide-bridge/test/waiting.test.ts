import { readFileSync } from 'node:fs';
import { setTimeout as later } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { pysock, pysockProgram, python, run } from './support/command.ts';
import { program, serve } from './support/serving.ts';

describe('signals while a program waits', () => {
  it('an alarm interrupts recv, and recv goes on for the time that is left', { timeout: 60_000 }, async () => {
    const expected = "timed out True True\n0\nrang\nb'after'\n";
    expect(await pysock([program('alarm')])).toMatchObject({ stdout: expected, stderr: '', status: 0 });
  });

  it.skipIf(python === undefined)(
    'Ctrl-C cancels what asyncio.run runs, in the words of CPython (skipped without python3)',
    { timeout: 60_000 },
    async () => {
      const interrupt = async (command: readonly string[]) => {
        await using serving = await serve(command, [program('cancelled')], /^ready\n/);
        const { stdout, stderr, signal } = await serving.stop('SIGINT');
        // The library's own lines differ between its versions.
        const lines = stderr.split('\n').filter((line) => !line.startsWith('  '));
        return { stdout, lines, signal };
      };
      expect(await interrupt(pysockProgram)).toEqual(await interrupt(python?.program ?? []));
    },
  );
});

/** The processor time of a process until now, in hundredths of a second (proc(5): utime, stime). */
function processorTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

describe.concurrent('a blocked program uses no processor', () => {
  it.each(['recv', 'accept', 'select', 'poll', 'epoll', 'asyncio', 'sleep'])(
    '%s',
    { timeout: 60_000 },
    async (wait) => {
      await using serving = await serve(pysockProgram, [program('wait_forever'), wait], /^ready\n/);
      const { pid = 0 } = serving.child;
      // V8 goes on compiling for a while, longer where the machine is busy.
      const times = [processorTime(pid)];
      const inTwoSeconds = () => (times.at(-1) ?? 0) - (times.at(-5) ?? Number.NEGATIVE_INFINITY);
      while (inTwoSeconds() > 1 && times.length < 80) {
        await later(500);
        times.push(processorTime(pid));
      }
      expect(inTwoSeconds()).toBeLessThanOrEqual(1);
    },
  );
});

const descriptors = Number(
  /Max open files +\d+ +(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? Infinity,
);
const IDLE = 5000;

describe.skipIf(python === undefined || descriptors < IDLE + 200)(
  'many connections (skipped without python3, or where a process may not have so many files)',
  () => {
    it(`a round trip takes as long beside ${IDLE} idle connections as beside 10`, { timeout: 120_000 }, async () => {
      await using serving = await serve(pysockProgram, [program('selectors_echo_server')]);
      const port = serving.found[0].trim();
      const { stdout, stderr } = await run(python?.program ?? [], [
        program('idle_connections'),
        port,
        '10',
        String(IDLE),
      ]);
      expect(stderr).toBe('');
      const [few = 0, many = 0] = stdout.trim().split('\n').map(Number);
      // A cost that grew with the connections would be a hundredfold; a busy machine alone may double it.
      expect(many).toBeLessThan(few * 8);
    });
  },
);
