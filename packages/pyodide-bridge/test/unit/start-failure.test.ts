import { expect, test } from 'vitest';
import { missingPermissions, startFailure } from '../../src/cli/start-failure.ts';

test('what is none of the known messages stays as it is', () => {
  expect(startFailure('Not enough memory')).toBe('Not enough memory');
});

test('a limit of open files', () => {
  const limits = () =>
    'Max processes             50                   50                   processes\nMax open files            24                   4096                 files\n';
  expect(startFailure("EMFILE: too many open files, open '/a'", { limits })).toBe(
    'only 24 files may be open (ulimit -n), and a start takes 32',
  );
  expect(startFailure('Worker initialization failure: EAGAIN', { limits })).toContain('only 50 tasks may run');
});
test("Node's permissions", () => {
  expect(missingPermissions({ has: () => true })).toBe(undefined);
  expect(missingPermissions({ has: (scope) => scope === 'fs.read' })).toBe(
    'under --permission Node has to be given --allow-fs-write=* --allow-worker --allow-addons as well',
  );
});
