import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Case, discoverCases } from '../../src/discover/discover.ts';
import { readHeader } from '../../src/discover/header.ts';
import { packageRoot } from '../../src/package-root.ts';
import { folderOf } from '../support/command.ts';

describe('readHeader', () => {
  it('reads options from the comment lines at the top', () => {
    const source =
      '# Title.\n# conformance: normalize=port,fd table\n# conformance: time-limit=2.5 needs=stage\nimport socket\n# conformance: nonsense\n';
    expect(readHeader(source, 'a.py')).toEqual({
      normalize: ['port', 'fd'],
      timeLimit: 2.5,
      table: true,
      long: false,
      needs: ['stage'],
      settings: ['alone', 'beside', 'thread'],
    });
  });

  it('has defaults', () => {
    expect(readHeader('import socket\n', 'a.py')).toEqual({
      normalize: [],
      timeLimit: 30,
      table: false,
      long: false,
      needs: [],
      settings: ['alone', 'beside', 'thread'],
    });
  });

  it.each([
    ['# conformance: normalize=prot', /^a\.py:1: normalize: .*"port"\|"fd"/],
    ['# x\n# conformance: time-limit=soon', /^a\.py:2: time-limit: /],
    ['# conformance: tabel', /^a\.py:1: tabel: expected one of normalize=…, time-limit=SECONDS, table/],
  ])('refuses %j', (source, message) => {
    expect(() => readHeader(source, 'a.py')).toThrow(message);
  });
});

describe('discoverCases', () => {
  it('finds scripts and conversations, by their paths', () => {
    using folder = folderOf({
      'tcp/b.py': '',
      'tcp/a.py': '# conformance: table\n',
      'udp/talk/server.py': '# conformance: normalize=port\n',
      'udp/talk/client.py': '# conformance: normalize=fd time-limit=40\n',
      'notes.txt': '',
    });
    const cases = discoverCases(folder.path);
    expect(cases.map(({ id, area, kind }) => [id, area, kind])).toEqual([
      ['tcp/a', 'tcp', 'single'],
      ['tcp/b', 'tcp', 'single'],
      ['udp/talk', 'udp', 'conversation'],
    ]);
    expect(cases[2]!.options).toMatchObject({ normalize: ['port', 'fd'], timeLimit: 40 });
  });

  it('refuses a folder without cases', () => {
    using folder = folderOf({ 'notes.txt': '' });
    expect(() => discoverCases(folder.path)).toThrow(/has no cases/);
  });
});

describe('the cases', () => {
  const cases = discoverCases(join(packageRoot(), 'cases'));
  const files = (each: Case) => (each.kind === 'single' ? [each.script] : [each.server, each.client]);

  it.each(cases.flatMap(files))('%s is short, says what it shows, and never sleeps', (path) => {
    const source = readFileSync(path, 'utf8');
    expect(source.split('\n').length).toBeLessThanOrEqual(61);
    expect(source).toMatch(/^(# conformance: .*\n)*# [^\n]+[.;?]\n/);
    // Of asyncio's, sleep(0) lets others run.
    expect(source.replaceAll('asyncio.sleep(0)', '')).not.toMatch(/sleep\(/);
  });
});
