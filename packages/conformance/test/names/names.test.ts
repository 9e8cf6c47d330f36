import { join } from 'node:path';
import { cpython, findCPython, pysock, pysockIsBuilt } from '@pysock/runtimes';
import { describe, expect, it } from 'vitest';
import { compareNames } from '../../src/names/compare-names.ts';
import { judgeNames, readExceptions } from '../../src/names/exceptions.ts';
import { askSurface } from '../../src/names/probe.ts';
import { verdictLines } from '../../src/names/report.ts';
import { packageRoot } from '../../src/package-root.ts';
import { openRuntime } from '../../src/run/runtime.ts';
import { adapterText, folderOf, runProgram } from '../support/command.ts';

const path = await findCPython();
const reference = path === undefined ? undefined : await openRuntime(cpython(path));
const is314 = reference?.info.python.startsWith('3.14.') === true && reference.info.platform.startsWith('linux');
const exceptions = join(packageRoot(), 'expectations', 'names.json');

function whySkipped(needsPysock: boolean): string {
  if (!is314) return ' (skipped: no CPython 3.14 here)';
  return needsPysock && !pysockIsBuilt() ? ' (skipped: pysock is not built)' : '';
}

describe('names', () => {
  it('finds what is missing, what is new and what is another', () => {
    const one = { 'socket.a': { type: 'int', value: '1' }, 'socket.b': { type: 'str' } };
    const other = { 'socket.a': { type: 'int', value: '2' }, 'socket.c': { type: 'str' } };
    expect(compareNames(one, one)).toEqual([]);
    expect(compareNames({ 'socket.a': { documented: 'False' } }, { 'socket.a': { documented: 'True' } })).toEqual([]);
    expect(compareNames(one, other)).toEqual([
      { path: 'socket.a', fact: 'value', reference: '1', subject: '2' },
      { path: 'socket.b', fact: 'presence', reference: 'there', subject: 'missing' },
      { path: 'socket.c', fact: 'presence', reference: 'missing', subject: 'there' },
    ]);
  });

  it('excuses what the list names, and finds the entries that name nothing', () => {
    const differences = [
      { path: 'socket.a', fact: 'value', reference: '1', subject: '2' },
      { path: 'socket.b', fact: 'value', reference: '3', subject: '4' },
    ];
    const entry = { path: 'socket.a', fact: 'value', reason: 'it is so' };
    const needless = { path: 'socket.a', fact: 'type', reason: 'it is not so' };
    const verdict = judgeNames(differences, [entry, needless]);
    expect(verdict.unexplained).toEqual([differences[1]]);
    expect(verdict.explained).toEqual([{ ...differences[0], reason: 'it is so' }]);
    expect(verdict.needless).toEqual([needless]);
    expect(verdictLines(verdict)).toMatchInlineSnapshot(`
      [
        "  socket.a: value: 1, here 2",
        "      it is so",
        "1 differences with a reason, 1 without:",
        "  socket.b: value: 3, here 4",
        "  socket.a: type: is listed as a difference, and is none: remove the entry",
      ]
    `);
  });

  it('refuses an entry without a reason', () => {
    using folder = folderOf({ 'names.json': '[{ "path": "socket.a", "fact": "value", "reason": "" }]' });
    expect(() => readExceptions(join(folder.path, 'names.json'))).toThrow(/entry 0\.reason: a reason of some words/);
  });

  it.skipIf(!is314)(`turns red for a runtime that lacks a name${whySkipped(false)}`, async () => {
    const code = 'import sys, socket; del socket.send_fds; exec(sys.argv[-1])';
    using folder = folderOf({ 'adapter.mjs': adapterText(`exec "$0" -W ignore -c '${code}' "$@"`) });
    const { code: exit, stdout } = await runProgram('names/main', ['--runtime', join(folder.path, 'adapter.mjs')]);
    expect(stdout).toContain('socket.send_fds: presence: there, here missing');
    expect(stdout).toContain('is listed as a difference, and is none');
    expect(exit).toBe(1);
  });

  it.skipIf(!is314 || !pysockIsBuilt())(
    `_socket, socket, _ssl and ssl have the names, values, signatures and reprs of CPython${whySkipped(true)}`,
    async () => {
      const surfaces = await Promise.all([cpython(path as string), pysock()].map(askSurface));
      const [wanted, found] = surfaces as [(typeof surfaces)[0], (typeof surfaces)[0]];
      expect(Object.keys(wanted).filter((name) => name.startsWith('_socket.')).length).toBeGreaterThan(500);
      const verdict = judgeNames(compareNames(wanted, found), readExceptions(exceptions));
      expect(verdict.unexplained).toEqual([]);
      expect(verdict.needless).toEqual([]);
    },
  );
});
