import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeTraceOption } from '../src/cli/trace-option.ts';
import { folderOf, pysock } from './support/command.ts';

const PAIR = `
import os, socket, sys
a, b = socket.socketpair()
print(a.fileno(), b.fileno(), sys.argv[1:])
a.send(b'hi'); b.recv(10)
os.write(a.fileno(), b'there'); os.read(b.fileno(), 10)
`;
const CALLS = ['socketpair', 'send', 'recv', 'write', 'read', 'close', 'close'];

const words = (line: string): string[] => line.split(/ +/);

describe('pysock --trace', () => {
  it('prints each system call on a socket to standard error, and is no argument of the script', async () => {
    using folder = folderOf({ 'pair.py': PAIR });
    const { stdout, stderr, status } = await pysock(['--trace', join(folder.path, 'pair.py'), '--trace']);
    expect({ stdout, status }).toEqual({ stdout: "3 4 ['--trace']\n", status: 0 });
    const lines = stderr
      .trimEnd()
      .split('\n')
      .map((line) => line.replace(/ {2}\(after .*/, ''));
    expect(lines.map((line) => words(line)[2])).toEqual(CALLS);
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{6} \d+ socketpair AF_UNIX SOCK_STREAM {2}= fd 3, 4$/);
    expect(lines[1]).toMatch(/ send {7}fd 3 {2}2 bytes {2}b'hi'$/);
    expect(lines[4]).toMatch(/ read {7}fd 4 {2}5 bytes {2}b'there'$/);
    expect(lines[5]).toMatch(/ close {6}fd [34]\b/);
  });

  it('is PYSOCK_TRACE too, as JSON lines, into a file that several programs may share', async () => {
    using folder = folderOf();
    const env = { PYSOCK_TRACE: 'json', PYSOCK_TRACE_FILE: join(folder.path, 'trace') };
    for (let turn = 0; turn < 2; turn += 1) expect((await pysock(['-c', PAIR], { env })).stderr).toBe('');
    const calls = readFileSync(env.PYSOCK_TRACE_FILE, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(calls.map(({ call }) => call)).toEqual([...CALLS, ...CALLS]);
    expect(calls[1]).toMatchObject({ call: 'send', fd: 3, bytes: 2, data: "b'hi'", result: 2 });
    const off = await pysock(['-c', PAIR], { env: { PYSOCK_TRACE: '0' } });
    expect(off.stderr).toBe('');
  });

  it('shows what the threads of a program do, and nothing of how they take turns', async () => {
    const program = `
import socket, threading
a, b = socket.socketpair()
t = threading.Thread(target=lambda: b.recv(10))
t.start(); a.send(b'x'); t.join()
`;
    const { stderr } = await pysock(['--trace', '-c', program]);
    const names = stderr
      .trimEnd()
      .split('\n')
      .map((line) => words(line)[2]);
    expect(new Set(names)).toEqual(new Set(['socketpair', 'recv', 'send', 'close']));
  });

  it('refuses a format that it does not know', async () => {
    const { stderr, status } = await pysock(['--trace=xml', '-c', '1']);
    expect({ stderr, status }).toEqual({
      stderr: 'pysock: --trace=xml: --trace prints lines to read, --trace=json JSON\n',
      status: 2,
    });
  });
});

describe('pysock --help', () => {
  it("names the options that are not Python's, after Python's own", async () => {
    const { stdout, status } = await pysock(['--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^usage: pysock .*\n--trace\[=json\] /s);
    expect((await pysock(['-c', 'import sys; print(sys.argv)', '--help'])).stdout).toBe("['-c', '--help']\n");
  });
});

describe('the option', () => {
  it.each([
    ['--trace x.py', 'x.py', 'text'],
    ['-u --trace=json -X dev x.py', '-u -X dev x.py', 'json'],
    ['-X --trace x.py', '-X --trace x.py', undefined],
    ['-W ignore --trace -c pass', '-W ignore -c pass', 'text'],
    ['-c pass --trace', '-c pass --trace', undefined],
    ['-uc pass --trace', '-uc pass --trace', undefined],
    ['-m timeit --trace', '-m timeit --trace', undefined],
    ['x.py --trace', 'x.py --trace', undefined],
    ['- --trace', '- --trace', undefined],
    ['--check-hash-based-pycs always --trace x.py', '--check-hash-based-pycs always x.py', 'text'],
    ['-Xutf8 --trace', '-Xutf8', 'text'],
    ['-Wcmd --trace', '-Wcmd', 'text'],
  ])('%s', (line, rest, trace) => {
    const { argv, ...found } = takeTraceOption(['pysock', ...line.split(' ')]);
    expect(argv.slice(1).join(' ')).toBe(rest);
    expect(found).toEqual(trace === undefined ? {} : { trace });
  });
});
