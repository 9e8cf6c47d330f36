import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Outcome, Result } from '../src/result.ts';
import { rowText, writeTable } from '../src/table.ts';

const outcome = (name: string, date: string): Outcome => ({ outcome: name, reason: '', date });
const result: Result = {
  version: '24.20.0',
  probe: { passed: 31, failed: ['tls: no'], date: '2026-11-30' },
  cases: {
    'tcp/a': outcome('PASS', '2026-12-01'),
    'tcp/b': outcome('XFAIL', '2026-11-29'),
    'tcp/c': outcome('CRASH', '2026-12-01'),
    'tcp/gone': outcome('CRASH', '2020-01-01'),
  },
};

it('has a row of what ran, of the cases that there are, with the oldest day', () => {
  expect(rowText('Node', result, ['tcp/a', 'tcp/b', 'tcp/c', 'tcp/new'])).toBe(
    '| Node | 24.20.0 | 31 of 32 | 1 of 3 | 1 | tcp/c | 2026-11-29 |',
  );
  expect(rowText('Bun', { version: '1.4.5', cases: {} }, ['tcp/a'])).toBe(
    '| Bun | 1.4.5 | not run | not run |  |  |  |',
  );
});

it('puts the rows where the document has the place', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pysock-hosts-'));
  const path = join(folder, 'hosts.md');
  try {
    writeFileSync(path, 'before\n<!-- hosts -->\n| old |\n<!-- /hosts -->\nafter\n');
    writeTable(path, ['| a row |']);
    expect(readFileSync(path, 'utf8')).toMatch(
      /^before\n<!-- hosts -->\n\n\| host .*\| a row \|\n\n<!-- \/hosts -->\nafter\n$/s,
    );
    expect(readFileSync(path, 'utf8')).not.toContain('old');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('says where a table goes', () => {
  expect(() => writeTable(join(import.meta.dirname, '..', 'package.json'), [])).toThrow('has no place for the table');
});
