import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adapterText, FAITHFUL, folderOf, runProgram } from '../support/command.ts';
import { python, pythonMissing } from '../support/python.ts';

const CASES = {
  'area/good.py': '# Same everywhere.\nprint("good")\n',
  'area/table.py': '# conformance: table\nprint("f(1) => 1")\nprint("f(2) => 2")\n',
};

/** The options for all three settings. */
const EVERYWHERE = ['alone', 'beside', 'thread'].flatMap((setting) => ['--setting', setting]);

async function run(files: Readonly<Record<string, string>>, adapter: string, ...args: string[]) {
  using folder = folderOf({ ...files, 'adapter.mjs': adapter });
  const options = ['--runtime', `${folder.path}/adapter.mjs`, '--python', python!, '--no-stage'];
  if (!args.includes('--setting')) options.push('--setting', 'alone');
  return await runProgram('cli/main', ['run', folder.path, ...options, ...args]);
}

describe.skipIf(!python)(`pysock-conformance run${pythonMissing}`, () => {
  it('is green when a runtime does as CPython', async () => {
    expect(await run(CASES, FAITHFUL)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^2 PASS$/m) });
  });

  it('is red with an adapter that breaks the output, and shows what differs', async () => {
    const { code, stdout } = await run(CASES, adapterText('"$0" "$@" | sed "s/good/bad/; s/2) => 2/2) => 3/"'));
    expect(code).toBe(1);
    expect(stdout).toContain('FAIL area/good: differs in standard output\n  standard output:\n    - good\n    + bad\n');
    expect(stdout).toContain('FAIL area/table: differs in f(2)\n  f(2):\n    - 2\n    + 3\n');
    expect(stdout).toMatch(/^2 FAIL$/m);
    expect(stdout).toContain('a difference that has to stay goes into known-differences.json, with its reason');
    expect(stdout).toMatch(
      /again, alone: npx pysock-conformance run \/\S+ --runtime \S+ --python \S+ --setting alone --no-stage -k area\/good -k area\/table\n/,
    );
  });

  it('is red with an adapter that loses the exit code', async () => {
    const { code, stdout } = await run({ 'a.py': 'raise SystemExit(3)\n' }, adapterText('"$0" "$@" || exit 0'));
    expect({ code, stdout }).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('exit code:\n    - 3\n    + 0\n'),
    });
  });

  it('ends a case that hangs, and is red', async () => {
    const files = { 'a.py': '# conformance: time-limit=1\nprint("a")\n' };
    const { code, stdout } = await run(files, adapterText('case "$1" in -c) exec "$0" "$@";; esac; exec sleep 60'));
    expect({ code, stdout }).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('TIMEOUT a: other: no end in 1 s'),
    });
    expect(stdout).toContain('a case that takes long says so at its top, # conformance: time-limit=SECONDS');
    expect(stdout).toMatch(/again, alone: npx pysock-conformance run \S+ .* -k a\n/);
  });

  it('stops a flood, which is one red case among others', async () => {
    const files = { 'flood.py': 'print("once")\n', 'good.py': 'print("good")\n' };
    const { code, stdout } = await run(files, adapterText('case "$1" in *flood.py) exec yes;; esac; exec "$0" "$@"'));
    expect({ code, stdout }).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('FAIL flood: other wrote more than 16 MB to standard output, and was stopped\n'),
    });
    expect(stdout).toMatch(/^1 PASS, 1 FAIL$/m);
    expect(stdout.length).toBeLessThan(10_000);
  });

  it('tells at Ctrl-C what has been done, once', async () => {
    using folder = folderOf({
      'adapter.mjs': adapterText('case "$1" in *b.py) kill -INT $PPID; sleep 60;; esac; exec "$0" "$@"'),
      'cases/a.py': 'print(1)\n',
      'cases/b.py': 'print(1)\n',
      'cases/c.py': 'print(1)\n',
    });
    const options = ['--runtime', `${folder.path}/adapter.mjs`, '--python', python!, '--no-stage', '--jobs', '1'];
    const { code, stdout } = await runProgram('cli/main', [
      'run',
      `${folder.path}/cases`,
      ...options,
      '--setting',
      'alone',
    ]);
    expect({ code, stdout }).toMatchObject({ code: 130, stdout: expect.stringContaining('stopped by Ctrl-C') });
    expect(stdout).toMatch(/^1 PASS$/m);
  });

  it('names an adapter that throws, and a report that cannot be written, before anything runs', async () => {
    const throwing = 'export default { name: "x", command() { throw new Error("no runtime here") } };';
    const { code, stderr } = await run(CASES, throwing);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/adapter\.mjs: command\(args\) throws no runtime here$/m),
    });
    expect(await run(CASES, FAITHFUL, '--report', 'json:/nowhere/a.json')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('--report: /nowhere/a.json cannot be written'),
    });
  });

  it('records some of the cases anew, and keeps the others', async () => {
    using folder = folderOf({ 'a.py': 'print(1)\n', 'b.py': 'print(2)\n' });
    const record = (...args: string[]) => runProgram('cli/main', ['record', folder.path, '--python', python!, ...args]);
    const recorded = () =>
      JSON.parse(readFileSync(join(folder.path, 'expectations', 'recorded', 'cases.json'), 'utf8'));
    const first = await record();
    if (/recording needs the stage/.test(first.stderr)) return;
    writeFileSync(join(folder.path, 'a.py'), 'print(3)\n');
    writeFileSync(join(folder.path, 'b.py'), 'print(4)\n');
    expect(await record('-k', 'b')).toMatchObject({ code: 0, stdout: expect.stringContaining(': 1 outputs recorded') });
    const { observations } = recorded();
    expect([observations.a.stdout, observations.b.stdout]).toEqual(['1\n', '4\n']);
  });

  it('tells a runtime that breaks from a script that fails', async () => {
    const { code, stdout } = await run(
      { 'a.py': 'print(1)\n' },
      adapterText('case "$1" in -c) exec "$0" "$@";; esac; kill -SEGV $$'),
    );
    expect({ code, stdout }).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('CRASH a: other broke: SIGSEGV'),
    });
    expect(stdout).toContain('the interpreter broke, not the program');
  });

  it('cannot say anything of a runtime that only breaks, and reports nothing', async () => {
    const files = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`${n}.py`, 'print(1)\n']));
    using folder = folderOf({});
    const { code, stderr } = await run(
      files,
      adapterText('case "$1" in -c) exec "$0" "$@";; esac; kill -SEGV $$'),
      ...['--report', `json:${folder.path}/a.json`],
    );
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(
        'nothing but time-outs (0) and crashes (5), which are no figures of a runtime\nraise',
      ),
    });
    expect(existsSync(`${folder.path}/a.json`)).toBe(false);
  });

  it('is red when a process is left behind', async () => {
    const { code, stdout } = await run(
      { 'a.py': 'print(1)\n' },
      adapterText('case "$1" in -c) ;; *) sleep 60 & ;; esac; exec "$0" "$@"'),
    );
    expect({ code, stdout }).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/FAIL a: other left processes behind: \d+ \(sleep\)/),
    });
    expect(stdout).toContain('have to end all that they start before they end');
  });

  it('is red when the case itself does not end on CPython', async () => {
    const { code, stdout } = await run(
      { 'a.py': '# conformance: time-limit=1\nimport signal\nsignal.pause()\n' },
      FAITHFUL,
    );
    expect({ code, stdout }).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('the case itself fails, on the reference'),
    });
  });

  it('compares both sides of a conversation in all combinations', async () => {
    const files = {
      'talk/server.py':
        '# conformance: normalize=port\nimport socket\nwith socket.create_server(("127.0.0.1", 0)) as s:\n    print("ready", s.getsockname()[1], flush=True)\n    c, _ = s.accept()\n    print(c.recv(10))\n    c.sendall(b"pong")\n    c.close()\n',
      'talk/client.py':
        'import socket, sys\nwith socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as s:\n    s.sendall(b"ping")\n    print(s.recv(10))\n',
    };
    expect(await run(files, FAITHFUL)).toMatchObject({ code: 0 });
    const { code, stdout } = await run(
      files,
      adapterText('case "$1" in *client.py) "$0" "$@" | sed "s/b.pong/nothing/";; *) exec "$0" "$@";; esac'),
    );
    expect(code).toBe(1);
    expect(stdout).toContain('server on other, client on other: the client\n');
    expect(stdout).toContain('server on CPython, client on other: the client\n');
    expect(stdout).not.toContain('server on other, client on CPython:');
  });

  it('skips what is skipped on both sides, and is red when only the runtime skips', async () => {
    const files = { 'a.py': 'print("no such device")\nraise SystemExit(77)\n' };
    expect(await run(files, FAITHFUL)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('SKIP a: no such device'),
    });
    const skips = await run(CASES, adapterText('case "$1" in -c) exec "$0" "$@";; esac; echo no; exit 77'));
    expect(skips).toMatchObject({ code: 1, stdout: expect.stringMatching(/^2 FAIL$/m) });
  });

  it('skips a case that needs the stage where there is none', async () => {
    const { code, stdout } = await run({ 'a.py': '# conformance: needs=stage\nprint(1)\n' }, FAITHFUL);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('SKIP a: it needs the stage') });
  });
});

describe.skipIf(!python)(`known differences${pythonMissing}`, () => {
  const entry = { id: 'a', reason: 'known' };
  const reasons = { known: { text: 'it is known to differ', decidedIn: 'here' } };
  const list = (differences: object[], table: object = reasons) => ({
    'a.py': 'print("good")\n',
    'expectations/known-differences.json': JSON.stringify({ reasons: table, differences }),
  });
  const breaking = adapterText('"$0" "$@" | sed s/good/bad/');

  it('make a failure expected', async () => {
    expect(await run(list([entry]), breaking)).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1 XFAIL$/m) });
  });

  it('may be those of a runtime that lacks something', async () => {
    const entries = list([{ ...entry, needs: ['threads'] }]);
    const [able, unable] = await Promise.all([
      run(entries, breaking),
      run(entries, breaking.replace('name:', 'capabilities: [], name:')),
    ]);
    expect(able).toMatchObject({ code: 1, stdout: expect.stringMatching(/^1 FAIL$/m) });
    expect(unable).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1 XFAIL$/m) });
  });

  it('may be those of some settings', async () => {
    const differing = adapterText('case "$3" in thread) "$0" "$@" | sed s/good/bad/;; *) exec "$0" "$@";; esac');
    const inOne = await run(list([{ ...entry, settings: ['thread'] }]), differing, ...EVERYWHERE);
    const inOther = await run(list([{ ...entry, settings: ['beside'] }]), differing, ...EVERYWHERE);
    expect(inOne).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1 XFAIL$/m) });
    expect(inOther).toMatchObject({ code: 1, stdout: expect.stringContaining('in a thread: differs') });
  });

  it.each([
    ['one that passes', [entry], 1, 'known-differences.json lists it as different: remove the entry'],
    [
      'one that names no case',
      [entry, { ...entry, id: 'b*' }],
      1,
      'lists b*, and there is no such case: remove the entry',
    ],
    ['one that stands twice', [entry, { ...entry, id: '*' }], 1, 'lists a twice (a, *): keep one entry'],
    ['one with a word too much', [{ ...entry, x: 1 }], 2, 'json:1: differences.0: Unrecognized key: "x"'],
    ['one of an unknown reason', [entry, { id: 'b', reason: 'new' }], 2, '1.reason: no key of reasons: new'],
    ['a reason that none has', [], 2, 'reasons.known: no entry has this reason: remove it'],
  ])('are red with %s', async (_, entries, code, message) => {
    const result = await run(list(entries), FAITHFUL);
    expect(result.code).toBe(code);
    expect(result.stdout + result.stderr).toContain(message);
  });

  it.each([
    ['without words', { known: { text: '', decidedIn: 'here' } }, 'reasons.known.text: a reason of some words'],
    ['given twice', { ...reasons, again: reasons.known }, 'reasons.again: the same text as known: keep one'],
  ])('are red with a reason %s', async (_, table, message) => {
    const { code, stderr } = await run(list([entry], table), FAITHFUL);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });
});

describe.skipIf(!python)(`pysock-conformance all${pythonMissing}`, () => {
  const all = (folder: string, ...filters: string[]) =>
    runProgram('cli/main', ['all', '--recorded', '--no-stage', '--runtime', `${folder}/adapter.mjs`, ...filters]);

  it('has filters for cases, the document and suites together', async () => {
    using folder = folderOf({ 'adapter.mjs': FAITHFUL });
    const { stdout } = await all(folder.path, '-k', 'document/09', '-k', 'tcp/dup');
    expect(stdout).toMatch(/^document +1 [\s\S]*^tcp +1 [\s\S]*^all +2 /m);
    expect(await all(folder.path, '-k', 'no-such')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no case and no test has no-such in its id: nothing would run'),
    });
  });
});

describe('what cannot run', () => {
  it.each([
    ['no command', [], 'a command is wanted: run, suite, all, table, record, list, report'],
    ['no case', ['run', '--filter', 'no-such-case'], 'no case has no-such-case in its id: nothing would run'],
    ['no such CPython', ['run', '--python', '/no/python', '--runtime', '/no/adapter.mjs'], '/no/adapter.mjs'],
    ['an unknown option', ['run', '--frobnicate'], '--frobnicate'],
    ['jobs that are no number', ['run', '--jobs', 'many'], '--jobs wants a number, at least 1'],
    ['an unknown format', ['run', '--report', 'pdf:x'], 'FORMAT is one of json, junit, markdown, html: not pdf:x'],
    ['a shard that is none', ['run', '--shard', '3/2'], '--shard wants I/N, from 1/N to N/N: not 3/2'],
    ['no report', ['report', '/no/report.json'], '/no/report.json cannot be read'],
  ])('%s: exit code 2', async (_, args, message) => {
    const { code, stderr } = await runProgram('cli/main', [...args, ...(args.length > 0 ? ['--no-stage'] : [])]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });

  it.each([
    ['exports no adapter', 'export default { name: "" };', 'exports no adapter by default'],
    ['starts nothing', 'export default { name: "a", command: () => "python3" };', 'wants { exe, args, env?, cwd? }'],
  ])('a module that %s', async (_, text, message) => {
    expect(await run({ 'a.py': '' }, text)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
  });
});

describe.skipIf(!python)(`recorded outputs${pythonMissing}`, () => {
  it('serve in the place of a CPython', async () => {
    const recording = {
      implementation: 'CPython',
      version: '3.14.0',
      platform: 'linux-x86_64',
      observations: { a: { stdout: 'good\n', exit: '0', exception: null, seen: [] } },
    };
    const files = { 'a.py': 'print("good")\n', 'expectations/recorded/cases.json': JSON.stringify(recording) };
    expect(await run(files, FAITHFUL, '--recorded')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('beside CPython 3.14.0 (recorded on linux-x86_64)'),
    });
    expect(await run(files, adapterText('"$0" "$@" | sed s/good/bad/'), '--recorded')).toMatchObject({ code: 1 });
  });
});
