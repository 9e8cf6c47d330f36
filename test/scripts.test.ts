import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { complete } from '../scripts/complete-lock.mjs';
import { missingPackages } from '../scripts/lib/install.mjs';
import { countTests, summaryLine } from '../scripts/lib/summary.mjs';

const machine = { platform: 'linux', arch: 'x64' };

describe('what node_modules lacks', () => {
  const locked = {
    '': { version: '0.0.0' },
    'packages/a': { version: '0.0.0' },
    'node_modules/a': { resolved: 'packages/a', link: true },
    'node_modules/b': { version: '1.0.0', integrity: 'sha512-b' },
    'node_modules/b-linux-x64': { version: '1.0.0', optional: true, os: ['linux'], cpu: ['x64'] },
    'node_modules/b-darwin-x64': { version: '1.0.0', optional: true, os: ['darwin'], cpu: ['x64'] },
  };
  const { 'node_modules/b-darwin-x64': _other, ...installed } = locked;

  test('nothing, when only another platform’s packages are not there', () => {
    expect(missingPackages(locked, installed, machine)).toEqual([]);
  });
  test('everything, without a record of an installation', () => {
    // A link is made without an installation.
    const all = ['node_modules/b', 'node_modules/b-linux-x64'];
    expect(missingPackages(locked, undefined, machine)).toEqual(all);
  });
  test('a package of another version', () => {
    const old = { ...installed, 'node_modules/b': { version: '0.9.0' } };
    expect(missingPackages(locked, old, machine)).toEqual(['node_modules/b']);
  });
  test('this platform’s package, when node_modules came from another machine', () => {
    const moved = { ...installed, 'node_modules/b-linux-x64': undefined };
    expect(missingPackages(locked, moved, machine)).toEqual(['node_modules/b-linux-x64']);
  });
});

describe('the summary line of npm test', () => {
  const passed = { status: 'passed' };
  const failed = { status: 'failed' };

  test.each([
    [
      'counts',
      [{ status: 'passed', assertionResults: [passed, { status: 'pending' }, { status: 'todo' }] }],
      0,
      '1 passed, 0 failed, 2 skipped',
    ],
    [
      'counts a failure once',
      [{ status: 'failed', assertionResults: [passed, failed] }],
      1,
      '1 passed, 1 failed, 0 skipped',
    ],
    [
      'counts a file that does not load',
      [{ status: 'failed', assertionResults: [] }],
      1,
      '0 passed, 1 failed, 0 skipped',
    ],
    [
      'counts an error outside all tests',
      [{ status: 'passed', assertionResults: [passed] }],
      1,
      '1 passed, 1 failed, 0 skipped',
    ],
  ])('%s', (_title, testResults, exitCode, line) => {
    expect(summaryLine(countTests({ testResults }, exitCode))).toBe(line);
  });
});

describe('package-lock.json', () => {
  const text = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');

  test('names every platform’s packages', () => {
    expect(complete(JSON.parse(text))).toEqual([]);
  });
  test('names no registry', () => {
    expect(text).not.toMatch(/"resolved": "(https?|git)/);
  });
  test('an entry that npm left out is completed from its name', () => {
    const lock = { packages: { 'node_modules/b': { optionalDependencies: { 'b-linux-arm64-musl': '1.0.0' } } } };
    expect(complete(lock)).toEqual(['b-linux-arm64-musl']);
    expect(lock.packages).toHaveProperty('node_modules/b-linux-arm64-musl', {
      version: '1.0.0',
      cpu: ['arm64'],
      libc: ['musl'],
      optional: true,
      os: ['linux'],
    });
  });
});

test('scripts run on the Node of package.json', () => {
  const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  expect(process.versions.node).toBe(manifest.devDependencies.node);
});
