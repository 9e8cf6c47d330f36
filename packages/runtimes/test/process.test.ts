import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runProcess, startProcess } from '../src/process/process.ts';

function shell(script: string, timeLimit = 10) {
  return runProcess({ exe: '/bin/sh', args: ['-c', script] }, timeLimit);
}

/** A zombie is none. */
function isAlive(pid: string): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'));
}

describe('runProcess', () => {
  it('keeps both streams and the exit code', async () => {
    expect(await shell('echo out; echo err >&2; exit 7')).toMatchObject({
      stdout: 'out\n',
      stderr: 'err\n',
      exitCode: 7,
      signal: null,
      timedOut: false,
      leaked: [],
    });
  });

  it('tells the signal that ended it', async () => {
    expect(await shell('kill -SEGV $$')).toMatchObject({ exitCode: null, signal: 'SIGSEGV', timedOut: false });
  });

  it('ends a process that hangs, and what that has started', async () => {
    const { timedOut, stdout } = await shell('sleep 60 & echo $!; wait', 0.5);
    expect(timedOut).toBe(true);
    expect(isAlive(stdout.trim())).toBe(false);
  });

  it('finds a process that was left in the group, and ends it', async () => {
    const { leaked, stdout, exitCode } = await shell('sleep 60 & echo $!');
    expect({ leaked, exitCode }).toEqual({ leaked: [`${stdout.trim()} (sleep)`], exitCode: 0 });
    expect(isAlive(stdout.trim())).toBe(false);
  });

  it('finds a process that left the group too', async () => {
    const { leaked, stdout } = await shell(
      'setsid sh -c "echo \\$\\$; exec sleep 60" & read nothing < /dev/null; sleep 0.2',
    );
    expect(leaked).toEqual([`${stdout.trim()} (sleep)`]);
    expect(isAlive(stdout.trim())).toBe(false);
  });

  it('waits for a process that is about to end', async () => {
    expect(await shell('(exec sleep 0.05) & exit 0')).toMatchObject({ leaked: [], exitCode: 0 });
  });

  it('gives no variables of ours to Python', async () => {
    process.env.PYTHONHASHSEED = '1';
    const { stdout } = await shell('env').finally(() => delete process.env.PYTHONHASHSEED);
    expect(stdout).not.toMatch(/^PYTHONHASHSEED|^FORCE_COLOR|^VITEST/m);
    expect(stdout).toMatch(/^NO_COLOR=1$/m);
  });

  it('says which program cannot be started', async () => {
    await expect(runProcess({ exe: '/no/such/program', args: [] }, 1)).rejects.toThrow('cannot start /no/such/program');
  });

  it('leaves no descriptor behind', async () => {
    const count = () => readdirSync('/proc/self/fd').length;
    await shell('true');
    const before = count();
    for (let i = 0; i < 5; i += 1) await shell('true');
    expect(count()).toBe(before);
  });
});

describe('line', () => {
  it('answers a whole line as soon as it is there', async () => {
    const running = await startProcess({ exe: '/bin/sh', args: ['-c', 'printf rea; echo dy 5; read x; sleep 60'] }, 10);
    expect((await running.line(/^ready (\d+)$/))?.[1]).toBe('5');
    running.kill();
    expect(await running.done).toMatchObject({ signal: 'SIGKILL' });
  });

  it('answers undefined at the end', async () => {
    const running = await startProcess({ exe: '/bin/sh', args: ['-c', 'echo unready'] }, 10);
    expect(await running.line(/^ready/)).toBeUndefined();
  });
});
