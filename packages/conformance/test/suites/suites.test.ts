import { beforeAll, describe, expect, it } from 'vitest';
import { isRed } from '../../src/outcome.ts';
import { SUITES } from '../../src/suites/suites.ts';
import { python, pythonMissing } from '../support/python.ts';
import { type Demo, runDemo } from '../support/suite.ts';

it('names each suite of CPython once: one that stands twice runs twice', () => {
  expect(SUITES.length).toBe(new Set(SUITES).size);
});

const entry = { reason: 'it is known to differ', decidedIn: 'here' };

describe.skipIf(!python)(`a suite of CPython's on two interpreters${pythonMissing}`, () => {
  let demo: Demo;
  beforeAll(async () => {
    demo = await runDemo([{ ...entry, id: 'test.test_socket.Differs.test_fails' }]);
  });

  it.each([
    ['passes on both', 'Same.test_passes', 'PASS', ''],
    ['fails on both', 'Same.test_fails_on_both', 'PASS', ''],
    ['is skipped by both', 'Same.test_skipped_by_both', 'SKIP', 'no such device'],
    ['fails on both as it should', 'Same.test_expected_failure', 'PASS', ''],
    ['passes where CPython fails', 'Better.test_passes_here_only', 'PASS', ''],
    ['differs and is listed', 'Differs.test_fails', 'XFAIL', 'it is known to differ'],
    [
      'is skipped though CPython runs it',
      'Differs.test_is_skipped',
      'FAIL',
      'CPython ran it, and it was skipped: not here',
    ],
    [
      'has a subtest that fails',
      'Differs.test_has_a_subtest_that_fails',
      'FAIL',
      'PASS on CPython, FAIL here: AssertionError',
    ],
    [
      'has a fixture that fails',
      'BreaksItsFixture.test_second',
      'FAIL',
      'PASS on CPython, FAIL here: OSError: no fixture',
    ],
    ['comes before a crash', 'Crashes.test_1_before', 'PASS', ''],
    ['crashes', 'Crashes.test_2_crash', 'CRASH', 'the process ended (SIGSEGV)'],
    ['comes after a crash', 'Crashes.test_3_after', 'PASS', ''],
    ['comes before a hang', 'Hangs.test_1_before', 'PASS', ''],
    ['hangs', 'Hangs.test_2_hang', 'TIMEOUT', 'no end in 1 s'],
    ['comes after a hang in the same class', 'Hangs.test_3_after', 'PASS', ''],
    ['fails the first time only', 'Flickers.test_fails_once', 'PASS', ''],
    ['is not on CPython', 'OnlyHere.test_extra', 'FAIL', 'the runtime has this test, and CPython does not'],
    ['is only on CPython', 'OnlyThere.test_missing', 'FAIL', 'CPython has this test, and the runtime does not'],
    ['left a process behind', 'endOfProcess', 'FAIL', 'processes were left behind'],
  ])('a test that %s', (_, name, outcome, reason) => {
    expect(demo.find(name)).toMatchObject({ outcome, reason: expect.stringContaining(reason) });
  });

  it('says which tests took another try', () => {
    const again = demo.suites[0]!.tests.filter((test) => test.again && !isRed(test.outcome));
    expect(again.map(({ id }) => id.split('.').at(-1))).toEqual(expect.arrayContaining(['test_fails_once']));
  });

  it('has no more to say', () => {
    expect(demo.problems).toEqual([]);
  });
});

const SMALL = `
import os, unittest
class A(unittest.TestCase):
    def test_same(self): pass
    def test_differs(self): self.assertEqual(os.environ['ROLE'], 'reference')
`;

describe.skipIf(!python)(`what turns a run of suites red${pythonMissing}`, () => {
  it.each([
    [
      'an id that names no test',
      'test.test_socket.A.test_gone',
      'known.json lists test.test_socket.A.test_gone, and there is no such test: remove the entry',
    ],
    [
      'a suite that does not exist',
      'test.test_gone.A.test_b',
      'known.json lists test.test_gone.A.test_b, and there is no such suite: remove the entry',
    ],
    [
      'an id that another entry has too',
      'test.test_socket.*_differs',
      'lists test.test_socket.A.test_differs twice (test.test_socket.A.test_differs, test.test_socket.*_differs): keep one entry',
    ],
  ])('%s', async (_, id, problem) => {
    const known = [
      { ...entry, id: 'test.test_socket.A.test_differs' },
      { ...entry, id },
    ];
    expect((await runDemo(known, [], SMALL)).problems).toEqual([expect.stringContaining(problem)]);
  });

  it('a known difference that is gone', async () => {
    const demo = await runDemo([{ ...entry, id: 'test.test_socket.A.*' }], [], SMALL);
    expect(demo.find('A.test_differs')).toMatchObject({ outcome: 'XFAIL' });
    expect(demo.find('A.test_same')).toMatchObject({
      outcome: 'XPASS',
      reason: 'it is as on CPython, and known.json lists it as different: remove the entry',
    });
  });

  it('nothing ran', async () => {
    await expect(runDemo([], ['-k', 'nowhere'], SMALL)).rejects.toThrow('is left by the filters: nothing would run');
  });

  it('a module that the runtime cannot import', async () => {
    const source = `import os\nif os.environ['ROLE'] == 'subject': import no_such_module\n${SMALL}`;
    expect((await runDemo([], [], source)).find('A.test_same')).toMatchObject({
      outcome: 'FAIL',
      reason: expect.stringMatching(/test\.test_socket cannot be imported: .*No module named 'no_such_module'/),
    });
  });

  it('a module that the runtime skips', async () => {
    const source = `import os, unittest\nif os.environ['ROLE'] == 'subject': raise unittest.SkipTest('no sockets')\n${SMALL}`;
    expect((await runDemo([], [], source)).find('A.test_same')).toMatchObject({
      outcome: 'FAIL',
      reason: 'CPython ran it, and it was skipped: no sockets',
    });
  });

  it('an interpreter that breaks while it imports', async () => {
    const source = `import os\nif os.environ['ROLE'] == 'subject': os._exit(3)\n${SMALL}`;
    expect((await runDemo([], [], source)).find('A.test_same')).toMatchObject({
      outcome: 'CRASH',
      reason: expect.stringContaining('the process ended (exit code 3)'),
    });
  });
});

const SAME = 'import unittest\nclass A(unittest.TestCase):\n    def test_same(self): pass\n';

describe.skipIf(!python)(`the time limit of a test${pythonMissing}`, () => {
  it('counts from when the tests begin, not from when the interpreter is started', async () => {
    const demo = await runDemo([], [], SAME, 'sleep 1.5');
    expect(demo.find('A.test_same')).toMatchObject({ outcome: 'PASS' });
  });

  it('counts from when the tests are imported', async () => {
    const demo = await runDemo([], [], `import time\ntime.sleep(1.5)\n${SAME}`);
    expect(demo.find('A.test_same')).toMatchObject({ outcome: 'PASS' });
  });

  it('is not that of the start: an interpreter that never comes up cannot be judged', async () => {
    await expect(runDemo([], ['--start-limit', '3'], SAME, 'exec sleep 60')).rejects.toThrow(
      /^other \(.*\) was not ready for its first test in 3 s: raise --start-limit/,
    );
  });
});

it.skipIf(!python)('each part of a run has its share, and all parts together have everything', async () => {
  const source = Array.from(
    { length: 3 },
    (_, n) => `
class C${n}(unittest.TestCase):
    def run_one(self): pass
    for name in range(40): locals()[f'test_{name}'] = run_one`,
  );
  const parts = await Promise.all(
    ['1/2', '2/2'].map((shard) => runDemo([], ['--shard', shard], `import unittest${source.join('')}`)),
  );
  const ids = parts.map(({ suites }) => suites[0]!.tests.map(({ id }) => id));
  expect(ids.map(({ length }) => length)).toEqual([80, 40]);
  expect(new Set(ids.flat()).size).toBe(120);
});
