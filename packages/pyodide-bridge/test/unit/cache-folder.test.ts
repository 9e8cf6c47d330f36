import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cacheFolder } from '../../src/snapshot/cache-folder.ts';
import { homeFolder } from '../../src/snapshot/home-folder.ts';

describe('cacheFolder', () => {
  it('is the one that is named, or lies in the home', () => {
    expect(cacheFolder({ PYSOCK_CACHE: '/none/here' })).toBe('/none/here');
    expect(cacheFolder({ PYSOCK_CACHE: '', HOME: '/none' })).toBe(null);
    const HOME = mkdtempSync(join(tmpdir(), 'pysock-'));
    try {
      expect(cacheFolder({ HOME })).toBe(`${HOME}/.cache/pysock`);
      expect(cacheFolder({ HOME, XDG_CACHE_HOME: 'relative' })).toBe(`${HOME}/.cache/pysock`);
    } finally {
      rmSync(HOME, { recursive: true });
    }
  });

  it('is not in a home where the user has none', () => {
    const nobody = () => {
      throw new Error('uv_os_homedir returned ENOENT');
    };
    expect(homeFolder({}, nobody)).toBe('/');
    expect(homeFolder({ HOME: '/home/a' }, nobody)).toBe('/home/a');
    expect(homeFolder({ HOME: 'relative' }, () => '/home/b')).toBe('/home/b');
  });

  it('is none that others can put code into', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pysock-'));
    try {
      expect(cacheFolder({ PYSOCK_CACHE: folder })).toBe(folder);
      chmodSync(folder, 0o777);
      expect(cacheFolder({ PYSOCK_CACHE: folder })).toBe(null);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
