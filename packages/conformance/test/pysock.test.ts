import { pysockIsBuilt } from '@pysock/runtimes';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Ended, runProgram } from './support/command.ts';

const TIME_LIMIT = 600_000;

const reportSchema = z.object({
  totals: z.record(z.string(), z.number()),
  cases: z.array(z.object({ id: z.string(), outcome: z.string(), reason: z.string(), rows: z.number() })),
});

it('is built: what is compared is the command that a user runs', () => {
  expect(pysockIsBuilt()).toBe(true);
});

it(
  'plays the document as CPython does',
  async () => {
    const { code, stdout, stderr } = await runProgram('play-document', []);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^11 scripts, \d+ runs: \d+ the same, 0 different \(CPython/m);
    expect(code).toBe(0);
  },
  TIME_LIMIT,
);

it(
  'runs some of the cases beside an idle thread, and in a thread that is not the main one',
  async () => {
    const some = ['waiting/connecting', 'threads/lock'].flatMap((name) => ['-k', name]);
    const { code, stdout } = await runProgram('cli/main', [
      'run',
      '--short',
      ...some,
      '--setting',
      'beside',
      '--setting',
      'thread',
    ]);
    expect(stdout).not.toMatch(/FAIL|XPASS|TIMEOUT|CRASH/);
    expect(code).toBe(0);
  },
  TIME_LIMIT,
);

describe('the cases', () => {
  let ended: Ended;
  let report: z.infer<typeof reportSchema>;
  beforeAll(async () => {
    ended = await runProgram('cli/main', ['run', '--short', '--setting', 'alone', '--report', 'json']);
    report = reportSchema.parse(JSON.parse(ended.stdout));
  }, TIME_LIMIT);

  it('are all as on CPython, but for the known differences', () => {
    const red = report.cases.filter(({ outcome }) => !['PASS', 'SKIP', 'XFAIL'].includes(outcome));
    expect(red).toEqual([]);
    expect(report.cases.length).toBeGreaterThanOrEqual(150);
    expect(ended.code).toBe(0);
  });

  it('have at least sixty bad inputs, each with the exception and message of CPython', () => {
    const bad = report.cases.filter(({ id, outcome }) => id.startsWith('errors/bad-input/') && outcome === 'PASS');
    expect(bad.reduce((sum, { rows }) => sum + rows, 0)).toBeGreaterThan(200);
  });
});
