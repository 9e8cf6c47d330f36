import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command, folderOf, run } from './support/command.ts';

const PATH = `${dirname(process.execPath)}:${process.env.PATH}`;
const env = { PATH };

/** Ends a program that has printed something. */
const kill = (signal: NodeJS.Signals) => (_output: string, child: { kill(signal: NodeJS.Signals): boolean }) => {
  child.kill(signal);
};

describe('the launcher', { timeout: 60_000 }, () => {
  it('keeps signals ignored that were so, as nohup and scripts have it', async () => {
    const code = [
      'import signal, sys, time',
      'print([signal.getsignal(s) == signal.SIG_IGN for s in (1, 2, 15)], signal.SIG_IGN, flush=True)',
      'time.sleep(.3)',
      'print("serves")',
    ].join('\n');
    const ignoring = ['sh', '-c', `trap '' HUP INT; exec "$0" "$@"`, command];
    expect(await run(ignoring, ['-c', code], { env, onOutput: kill('SIGHUP') })).toEqual({
      status: 0,
      signal: null,
      stdout: '[True, True, False] 1\nserves\n',
      stderr: '',
    });
  });

  it('keeps signals blocked that were so', async () => {
    const code = 'import signal; print(signal.pthread_sigmask(0, []), flush=True); print(signal.sigwait([15]))';
    const blocking = ['env', '--block-signal=TERM', command];
    const { stdout, stderr } = await run(blocking, ['-c', code], { env, onOutput: kill('SIGTERM') });
    expect([stdout, stderr]).toEqual(['{<Signals.SIGTERM: 15>}\n15\n', '']);
  });

  it('shows the limit of open files as it was, until the program sets one', async () => {
    const code = [
      'import os, resource',
      'limit = resource.RLIMIT_NOFILE',
      'soft, hard = resource.getrlimit(limit)',
      'print(soft, resource.prlimit(os.getpid(), limit)[0], os.sysconf("SC_OPEN_MAX"))',
      'before = resource.prlimit(0, limit, (hard, hard))[0]',
      'print(before, resource.getrlimit(limit)[0] == hard, os.sysconf("SC_OPEN_MAX") == hard)',
      'resource.setrlimit(limit, (300, hard))',
      'print(resource.getrlimit(limit)[0], flush=True)',
      'if os.fork(): os.wait()',
      'else: print(resource.getrlimit(limit)[0])',
    ].join('\n');
    const limited = ['sh', '-c', 'ulimit -Sn 200; exec "$0" "$@"', command];
    const { stdout, stderr } = await run(limited, ['-c', code], { env });
    expect([stdout, stderr]).toEqual(['200 200 200\n200 True True\n300\n300\n', '']);
  });

  it.each([5, 60, 150, 250])('is ended by a SIGUSR1 after %i ms, and debugs nothing', async (delay) => {
    const result = await run([command], ['-c', 'import time; time.sleep(9)'], {
      env,
      onStart: (child) => setTimeout(() => child.kill('SIGUSR1'), delay),
    });
    expect(result.signal).toBe('SIGUSR1');
  });

  it('knows itself behind a link, and the Node of a virtual environment', async () => {
    using folder = folderOf({ 'environment/bin/pip': '' });
    const link = join(folder.path, 'environment', 'bin', 'python');
    symlinkSync(command, link);
    const said = ['-c', 'import os, sys; print(sys.executable, sys.argv, os.readlink("/proc/self/exe"))', 'a b', '*'];
    const expected = `${link} ['-c', 'a b', '*'] ${process.execPath}\n`;
    expect((await run([link], said, { env })).stdout).toBe(expected);
    mkdirSync(join(folder.path, 'empty'));
    const bare = { PATH: join(folder.path, 'empty') };
    expect(await run(['/bin/sh', link], said, { env: bare })).toMatchObject({
      status: 127,
      stderr: 'pysock: there is no node in PATH, nor bun, nor deno\n',
    });
    writeFileSync(join(folder.path, 'environment', 'pyvenv.cfg'), `home = /usr/bin\nnode = ${process.execPath}\n`);
    expect((await run(['/bin/sh', link], said, { env: bare })).stdout).toBe(expected);
  });

  it('is a script for sh that ends before JavaScript begins', () => {
    const text = readFileSync(command, 'utf8');
    expect(text.startsWith("#!/bin/sh\n':' /*\n")).toBe(true);
    expect(text.slice(0, text.indexOf('*/')).trimEnd().endsWith('"$@"')).toBe(true);
  });
});
