import { join } from 'node:path';
import { cpython, findCPython, pysock, pysockIsBuilt } from '@pysock/runtimes';
import { describe, expect, it } from 'vitest';
import { CALLABLES } from '../../src/generated-calls/functions.ts';
import { generateCalls } from '../../src/generated-calls/generate.ts';
import { Random } from '../../src/generated-calls/random.ts';
import { compareAnswers, runCalls } from '../../src/generated-calls/run-calls.ts';
import { ADDRESSES, KINDS } from '../../src/generated-calls/values.ts';
import { openRuntime } from '../../src/run/runtime.ts';
import { adapterText, folderOf, runProgram } from '../support/command.ts';

const path = await findCPython();
const reference = path === undefined ? undefined : await openRuntime(cpython(path));
const is314 = reference?.info.python.startsWith('3.14.') === true && reference.info.platform.startsWith('linux');

function whySkipped(needsPysock: boolean): string {
  if (!is314) return ' (skipped: no CPython 3.14 here)';
  return needsPysock && !pysockIsBuilt() ? ' (skipped: pysock is not built)' : '';
}

describe('generated calls', () => {
  it('are the same for the same seed, and others for another', () => {
    const calls = generateCalls(7, 300);
    expect(calls).toHaveLength(300);
    expect(generateCalls(7, 300)).toEqual(calls);
    expect(generateCalls(8, 300)).not.toEqual(calls);
    expect(new Set(calls).size).toBe(300);
  });

  it('come to every function, and to every family', () => {
    const calls = generateCalls(1, 20_000);
    const uncalled = CALLABLES.filter(({ call }) => !calls.some((text) => text.startsWith(`${call}(`)));
    expect(uncalled).toEqual([]);
    for (const family of Object.keys(ADDRESSES)) expect(calls.join('\n')).toContain(`f.of("${family}"`);
  });

  it('have a pool of values for every kind of argument', () => {
    const kinds = new Set(CALLABLES.flatMap(({ args }) => args));
    expect([...kinds].filter((kind) => !(kind in KINDS) && !(kind in ADDRESSES))).toEqual([]);
  });

  it('numbers are spread over the whole range', () => {
    const random = new Random(1);
    const tens = Array.from({ length: 10_000 }, () => random.below(10));
    for (let digit = 0; digit < 10; digit++) {
      expect(tens.filter((value) => value === digit).length).toBeGreaterThan(900);
    }
  });

  it('count as different when nobody answered', () => {
    const answer = { call: 'a', outcome: 'None', warnings: [] };
    const answers = new Map([['a', answer]]);
    expect(compareAnswers(['a'], answers, answers)).toEqual([]);
    expect(compareAnswers(['a', 'b'], answers, answers).map(({ call }) => call)).toEqual(['b']);
  });

  it.skipIf(!is314)(`turn red for a runtime with another message${whySkipped(false)}`, async () => {
    const code =
      'import sys, socket; socket.SocketKind = None; sys.argv = sys.argv[1:]; exec(open(sys.argv[0]).read())';
    const shell = `case "$1" in -c) exec "$0" "$@";; *) exec "$0" -c '${code}' "$@";; esac`;
    using folder = folderOf({ 'adapter.mjs': adapterText(shell) });
    const args = ['--seed', '5', '--count', '300', '--runtime', join(folder.path, 'adapter.mjs')];
    const { code: exit, stdout } = await runProgram('generated-calls/main', args);
    expect(stdout).toMatch(/^seed 5: 300 calls$/m);
    expect(stdout).toMatch(/ [1-9]\d* different \(seed 5\)$/m);
    expect(exit).toBe(1);
  });

  it.skipIf(!is314 || !pysockIsBuilt())(
    `come to the same on CPython and on pysock${whySkipped(true)}`,
    async () => {
      const calls = generateCalls(1, 1000);
      const answers = [await runCalls(cpython(path as string), calls), await runCalls(pysock(), calls)] as const;
      expect(compareAnswers(calls, ...answers)).toEqual([]);
    },
    120_000,
  );
});
