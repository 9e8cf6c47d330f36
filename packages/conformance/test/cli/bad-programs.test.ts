/** Programs that go wrong in every way at once: each is one red case, and the rest of the run is unharmed. */
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { adapterText, folderOf, measureProgram, runProgram } from '../support/command.ts';
import { python, pythonMissing } from '../support/python.ts';

const LATIN_1 = Buffer.from('# Caf\xe9: not UTF-8, and no encoding is declared.\nprint("never")\n', 'latin1');
const CLOSES = 'import os\nos.close(1)\nos.close(2)\n';
const SHORT = '# conformance: time-limit=2\nprint("short")\n';

const CASES = {
  'good.py': 'print("good")\n',
  'also-good.py': 'import sys\nprint("also good", file=sys.stderr)\n',
  'flood.py': 'print("once")\n',
  'hang.py': SHORT,
  'bomb.py': SHORT,
  'daemon.py': SHORT,
  'latin1.py': LATIN_1,
  'closes.py': CLOSES,
};

/** What no other program on this machine is called: it is looked for at the end. */
const NAP = `4${process.pid}`;

/** A runtime that does with most of them what it should not. */
const RUNTIME = adapterText(`
case "$*" in
  *flood.py*) exec yes ;;
  *hang.py*) exec sleep ${NAP} ;;
  *bomb.py*) i=0; while [ $i -lt 50 ]; do sleep ${NAP} & i=$((i + 1)); done; wait ;;
  *daemon.py*) setsid sleep ${NAP} & exec "$0" "$@" ;;
  *latin1.py* | *closes.py*) "$0" "$@"; exit 9 ;;
  *) exec "$0" "$@" ;;
esac`);

const RED = ['bomb', 'closes', 'daemon', 'flood', 'hang', 'latin1'];

function running(): string {
  const all = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
  return all
    .split('\n')
    .filter((line) => line === `sleep ${NAP}`)
    .join('\n');
}

describe.skipIf(!python)(`programs that go wrong${pythonMissing}`, () => {
  it('are one red case each, in little memory, and leave nothing running', async () => {
    using folder = folderOf({ ...CASES, 'adapter.mjs': RUNTIME });
    const { path } = folder;
    const options = ['--runtime', `${path}/adapter.mjs`, '--python', python!, '--no-stage', '--setting', 'alone'];
    const { code, stdout, megabytes } = await measureProgram('cli/main', ['run', path, '--jobs', '2', ...options]);
    const red = [...stdout.matchAll(/^(?:FAIL|CRASH|TIMEOUT) ([\w-]+): /gm)].map(([, id]) => id);
    expect(red.sort()).toEqual(RED);
    expect(stdout).toMatch(/^2 PASS\b/m);
    expect(code).toBe(1);
    expect(megabytes).toBeLessThan(300);
    expect(running()).toBe('');
  });

  it('a runtime that is not there is one line, and exit code 2', async () => {
    using folder = folderOf({ 'good.py': CASES['good.py'] });
    const missing = `${folder.path}/missing.mjs`;
    const { code, stdout, stderr } = await runProgram('cli/main', ['run', folder.path, '--runtime', missing]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr.trimEnd().split('\n')).toEqual([expect.stringContaining(missing)]);
  });
});
