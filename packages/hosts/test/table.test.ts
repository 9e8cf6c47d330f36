import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Row, writeTable } from '../src/table.ts';

const HOSTS = [{ title: 'Node of npm' }, { title: 'Bun' }];
const row = (title: string, version: string, cases: string): Row => ({
  title,
  version,
  checks: '32 of 32',
  cases,
  known: 'none',
});

it('puts what ran into the table, by the order of the hosts, and leaves the rest', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pysock-hosts-'));
  const path = join(folder, 'hosts.md');
  try {
    writeFileSync(path, 'before\n<!-- hosts -->\n<!-- /hosts -->\nafter\n');
    writeTable(path, [row('Bun', '1.4.5', '1 of 9'), row('Node of npm', '24.20.0', '9 of 9')], HOSTS);
    // Another fix of 24.20 takes its row; 9.1 comes before 24.20.
    writeTable(path, [row('Node of npm', '24.20.1', '8 of 9'), row('Node of npm', '9.1.0', '7 of 9')], HOSTS);
    const lines = readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| '));
    expect(lines.slice(2).map((line) => line.split(' | ').slice(0, 4))).toEqual([
      ['| Node of npm', '9.1.0', '32 of 32', '7 of 9'],
      ['| Node of npm', '24.20.1', '32 of 32', '8 of 9'],
      ['| Bun', '1.4.5', '32 of 32', '1 of 9'],
    ]);
    expect(readFileSync(path, 'utf8')).toMatch(/^before\n.*\nafter\n$/s);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

it('says where a table goes', () => {
  expect(() => writeTable(join(import.meta.dirname, '..', 'package.json'), [], HOSTS)).toThrow(
    'has no place for the table',
  );
});
