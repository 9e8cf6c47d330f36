import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  folderOf,
  pysock,
  command as pysockCommand,
  python,
  type Run,
  type RunOptions,
  run,
} from './support/command.ts';

interface Case extends RunOptions {
  args: string[];
  stdout?: string;
  stderr?: string;
  status?: number;
}

const describeStreams =
  'import sys\nfor s in (sys.stdin, sys.stdout, sys.stderr): print(s.name, s.mode, s.encoding, s.errors, s.line_buffering, s.write_through, s.isatty())';

const streams = (encoding: string, errors: string, buffered = true): string =>
  [
    `<stdin> r ${encoding} ${errors} False ${buffered ? 'False' : 'True'} False`,
    `<stdout> w ${encoding} ${errors} False ${buffered ? 'False' : 'True'} False`,
    `<stderr> w ${encoding} backslashreplace ${buffered ? 'True False' : 'False True'} False`,
    '',
  ].join('\n');

const cases: Record<string, Case> = {
  'the streams': { args: ['-c', describeStreams], stdout: streams('utf-8', 'surrogateescape') },
  'the streams with -u': { args: ['-u', '-c', describeStreams], stdout: streams('utf-8', 'surrogateescape', false) },
  PYTHONIOENCODING: {
    args: ['-c', describeStreams],
    env: { PYTHONIOENCODING: 'latin-1:replace' },
    stdout: streams('iso8859-1', 'replace'),
  },
  'a locale that the system does not have': {
    args: ['-c', `${describeStreams}\nprint(sys.flags.utf8_mode)`],
    env: { LC_ALL: 'xx_XX' },
    stdout: `${streams('utf-8', 'surrogateescape')}1\n`,
  },
  'os.write overtakes what is buffered': {
    args: ['-c', 'import os; print(1); os.write(1, b"2\\n"); print(3, flush=True)'],
    stdout: '2\n1\n3\n',
  },
  'os.write keeps its place with -u': {
    args: ['-u', '-c', 'import os; print(1); os.write(1, b"2\\n"); print(3)'],
    stdout: '1\n2\n3\n',
  },
  'input and its end': {
    args: ['-c', 'print(repr(input("? ")))\nprint(repr(input()))\ntry: input("more ")\nexcept EOFError as e: print(e)'],
    input: 'a\nb\n',
    stdout: "? 'a'\n'b'\nmore EOF when reading a line\n",
  },
  'lines of standard input': {
    args: ['-c', 'import sys; print(list(sys.stdin))'],
    input: 'a\r\nb\rc',
    stdout: "['a\\r\\n', 'b\\rc']\n",
  },
  'bytes of standard input': {
    args: ['-c', 'import sys; print(sys.stdin.buffer.read(2), ascii(sys.stdin.read()))'],
    input: Uint8Array.of(0x61, 0x00, 0xff, 0x0a),
    stdout: "b'a\\x00' '\\udcff\\n'\n",
  },
  'os.read of standard input': {
    args: ['-c', 'import os; print(os.read(0, 2), os.read(0, 9), os.read(0, 9))'],
    input: 'abc',
    stdout: "b'ab' b'c' b''\n",
  },
  'a megabyte': { args: ['-c', 'import sys; sys.stdout.write("x" * 1000000)'], stdout: 'x'.repeat(1000000) },
  'os.dup2 over standard output': {
    args: [
      '-c',
      'import os\nsaved = os.dup(1)\nr, w = os.pipe()\nos.dup2(w, 1)\nprint("caught", flush=True)\nos.dup2(saved, 1)\nprint(os.read(r, 99))',
    ],
    stdout: "b'caught\\n'\n",
  },
  'a closed standard output': {
    args: ['-c', 'import sys; sys.stdout.close(); print("x")'],
    status: 1,
    stderr: 'ValueError: I/O operation on closed file.\n',
  },
};

function check(result: Run, { stdout, stderr, status }: Case): void {
  expect(result.stdout).toBe(stdout ?? '');
  expect(result.status).toBe(status ?? 0);
  if (stderr === undefined) expect(result.stderr).toBe('');
  else expect(result.stderr.endsWith(stderr)).toBe(true);
}

describe('standard streams', () => {
  it.each(Object.entries(cases))('%s', async (_, test) => {
    check(await pysock(test.args, test), test);
  });

  it('a reader that goes away is a BrokenPipeError', async () => {
    const script = `"$0" "$@" | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const code = 'for i in range(100000): print(i)';
    const { stdout, stderr } = await run(['bash', '-c', script, process.execPath], [pysockCommand, '-c', code]);
    expect(stdout).toBe('0\n120\n');
    expect(stderr).toBe(
      [
        'Traceback (most recent call last):',
        '  File "<string>", line 1, in <module>',
        '    for i in range(100000): print(i)',
        '                            ~~~~~^^^',
        'BrokenPipeError: [Errno 32] Broken pipe',
        'Exception ignored while flushing sys.stdout:',
        'BrokenPipeError: [Errno 32] Broken pipe',
        '',
      ].join('\n'),
    );
  });

  it('what cannot be flushed at the end makes the status 120', async () => {
    const { stderr, status } = await run(
      ['bash', '-c', '"$0" "$@" > /dev/full', process.execPath],
      [pysockCommand, '-c', 'print(1)'],
    );
    expect(status).toBe(120);
    expect(stderr).toBe('Exception ignored while flushing sys.stdout:\nOSError: [Errno 28] No space left on device\n');
  });

  it('a file as standard output', async () => {
    using folder = folderOf();
    const path = `${folder.path}/output`;
    await run(['bash', '-c', '"$0" "$@" >> output', process.execPath], [pysockCommand, '-c', 'print("in a file")'], {
      cwd: folder.path,
    });
    expect(readFileSync(path, 'utf8')).toBe('in a file\n');
  });

  it('what waits is not made non-blocking', async () => {
    const code = 'import fcntl, os; print([fcntl.fcntl(n, fcntl.F_GETFL) & os.O_NONBLOCK for n in (0, 1, 2)])';
    expect(
      (await run(['bash', '-c', ': | "$0" "$@" | cat', process.execPath], [pysockCommand, '-c', code])).stdout,
    ).toBe('[0, 0, 0]\n');
  });
});

describe.skipIf(python === undefined)("CPython's own answers", () => {
  it.each(Object.entries(cases))('%s', async (_, test) => {
    const { program } = python as NonNullable<typeof python>;
    check(await run(program, test.args, test), test);
  });
});
