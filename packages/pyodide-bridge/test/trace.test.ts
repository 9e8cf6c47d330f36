import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { takeTraceOption } from '../src/cli/trace-option.ts';
import { folderOf, pysock } from './support/command.ts';
import { ACK, FIN, isWithoutGap, readPackets, SYN } from './support/packets.ts';

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
      stderr:
        'pysock: --trace=xml: --trace prints lines to read, --trace=json JSON, and --trace=pcap:FILE writes packets for Wireshark\n',
      status: 2,
    });
  });

  it('shows a call when it begins to wait, alone and among threads', async () => {
    const program = `
import socket, struct, sys, threading
a, b = socket.socketpair()
server = socket.create_server(('127.0.0.1', 0))
if len(sys.argv) > 1:
    threading.Timer(0.1, a.send, [b'x']).start()
    b.recv(1)
    threading.Timer(0.1, socket.create_connection, [server.getsockname()]).start()
    server.accept()
else:
    for each in b, server:
        each.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack('ll', 0, 20000))
    for wait in lambda: b.recv(1), server.accept:
        try: wait()
        except BlockingIOError: pass
    b.settimeout(0.02)
    try: b.recv(1)
    except TimeoutError: pass
`;
    const shown = async (...args: string[]) => {
      const { stderr } = await pysock(['--trace', '--trace-filter=accept,recv,poll', '-c', program, ...args]);
      return stderr
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => `${words(line)[2]}${line.endsWith('waits') ? ' waits' : ''}`);
    };
    const [alone, among] = await Promise.all([shown(), shown('threads')]);
    expect(alone).toEqual(['recv waits', 'recv', 'accept waits', 'accept', 'poll waits', 'poll']);
    expect(among).toEqual(['recv waits', 'recv', 'accept waits', 'accept']);
  });
});

describe('pysock --trace-filter', () => {
  const FILES = `
import os, socket
a, b = socket.socketpair()
a.send(b'hi'); b.recv(10)
with open('made', 'w') as file: file.write('text')
os.rename('made', 'moved')
`;
  it.each([
    ['send,recv', ['send', 'recv']],
    ['!close,!socketpair', ['send', 'recv']],
    ['fd=4', ['socketpair', 'recv', 'close']],
    ['%file,!statx', ['openat', 'renameat']],
    ['write,renameat', ['write', 'renameat']],
  ])('%s', async (filter, calls) => {
    using folder = folderOf({ 'files.py': FILES });
    const { stderr, status } = await pysock([`--trace-filter=${filter}`, 'files.py'], { cwd: folder.path });
    expect(status).toBe(0);
    // What imports look for is Python's own business.
    const told = stderr
      .split('\n')
      .filter((line) => line !== '' && (line.includes('made') || !/openat|readlinkat/.test(line)));
    expect(told.map((line) => words(line)[2])).toEqual(calls);
  });

  it('refuses a word that it does not know, also in the environment', async () => {
    const refusal =
      "'nothing' is no call that is traced, no group (network, file, desc, process, all) and no descriptor (fd=3)";
    const [option, variable] = await Promise.all([
      pysock(['--trace-filter=recv,nothing', '-c', '1']),
      pysock(['-c', '1'], { env: { PYSOCK_TRACE_FILTER: '!nothing' } }),
    ]);
    expect(option).toMatchObject({ status: 2, stderr: `pysock: --trace-filter=recv,nothing: ${refusal}\n` });
    expect(variable).toMatchObject({ status: 2, stderr: expect.stringContaining("PYSOCK_TRACE_FILTER: '!nothing'") });
  });
});

describe('pysock --trace=pcap', () => {
  const TALK = `
import socket, sys
family, host = (socket.AF_INET6, '::1') if len(sys.argv) > 1 else (socket.AF_INET, '127.0.0.1')
server = socket.create_server((host, 0), family=family)
client = socket.create_connection(server.getsockname()[:2])
conn, _ = server.accept()
client.sendall(b'question'); conn.recv(100)
conn.sendall(b'x' * 100_000); conn.shutdown(socket.SHUT_WR)
while client.recv(65536): pass
client.close(); conn.close()
one, other = (socket.socket(family, socket.SOCK_DGRAM) for _ in 'ab')
one.bind((host, 0)); other.sendto(b'datagram', one.getsockname()); one.recv(100)
print(server.getsockname()[1], one.getsockname()[1])
`;
  it.each([
    ['IPv4', []],
    ['IPv6', ['6']],
  ])('writes what went as packets of %s that Wireshark reads', async (_, args) => {
    using folder = folderOf({ 'talk.py': TALK });
    const file = join(folder.path, 'talk.pcapng');
    const { stdout, stderr } = await pysock([`--trace=pcap:${file}`, join(folder.path, 'talk.py'), ...args]);
    expect(stderr).toBe('');
    const [server, receiver] = stdout.split(' ').map(Number);
    const packets = readPackets(readFileSync(file));
    const tcp = packets.filter(({ protocol }) => protocol === 6);
    expect(tcp.map(({ flags }) => flags).slice(0, 3)).toEqual([SYN, SYN | ACK, ACK]);
    expect(tcp.filter(({ flags }) => (flags & FIN) !== 0)).toHaveLength(2);
    const sent = (isServers: boolean) => tcp.filter(({ from }) => (from === server) === isServers);
    const [question, answer] = [sent(false), sent(true)];
    expect(Buffer.concat(question.map(({ data }) => data)).toString()).toBe('question');
    expect(Buffer.concat(answer.map(({ data }) => data)).toString()).toBe('x'.repeat(100_000));
    for (const side of [question, answer]) expect(isWithoutGap(side)).toBe(true);
    expect(packets.at(-1)).toMatchObject({ protocol: 17, to: receiver, data: Buffer.from('datagram') });
    for (const { time, isSound } of packets) {
      expect(isSound).toBe(true);
      expect(Math.abs(time * 1000 - Date.now())).toBeLessThan(60_000);
    }
    const { status, output } = spawnSync('tcpdump', ['-nn', '-v', '-r', file], { encoding: 'utf8' });
    if (status !== null) expect(output.join('')).not.toMatch(/incorrect|bad|truncated/);
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
    ['--trace=pcap:a=b x.py', 'x.py', 'pcap:a=b'],
  ])('%s', (line, rest, trace) => {
    const { argv, ...found } = takeTraceOption(['pysock', ...line.split(' ')]);
    expect(argv.slice(1).join(' ')).toBe(rest);
    expect(found).toEqual(trace === undefined ? {} : { trace });
  });

  it('may have filters, which add up and ask for a trace', () => {
    const option = takeTraceOption(['pysock', '--trace-filter=recv', '--trace=json', '--trace-filter=fd=3', 'x.py']);
    expect(option).toEqual({ argv: ['pysock', 'x.py'], trace: 'json', traceFilter: 'recv,fd=3' });
    expect(() => takeTraceOption(['pysock', '--trace-filter', 'recv'])).toThrow('--trace-filter: which calls?');
  });
});
