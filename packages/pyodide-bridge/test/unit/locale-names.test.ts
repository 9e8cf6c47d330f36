import { describe, expect, it } from 'vitest';
import { LC_ALL, LocaleNames } from '../../src/modules/_locale/names.ts';

const LC_TIME = 2;

function namesWith(env: Record<string, string>): LocaleNames {
  return new LocaleNames({ has: (name) => name === 'de_DE.UTF-8', getenv: (name) => env[name] });
}

describe('names of locales', () => {
  it('are C at first, one for all categories', () => {
    expect(namesWith({}).name(LC_ALL)).toBe('C');
  });

  it('are listed where they differ, and the list can be set', () => {
    const names = namesWith({});
    expect(names.set(LC_TIME, 'de_DE.UTF-8')).toBe('de_DE.UTF-8');
    const list = names.name(LC_ALL) as string;
    expect(list).toMatch(/^LC_CTYPE=C;LC_NUMERIC=C;LC_TIME=de_DE\.UTF-8;.*;LC_IDENTIFICATION=C$/);
    expect(names.set(LC_ALL, 'POSIX')).toBe('C');
    expect(names.set(LC_ALL, list)).toBe(list);
    expect(names.name(LC_TIME)).toBe('de_DE.UTF-8');
  });

  it('come from the environment, LC_ALL before the category before LANG', () => {
    expect(namesWith({ LANG: 'de_DE.UTF-8' }).set(LC_ALL, '')).toBe('de_DE.UTF-8');
    expect(namesWith({ LANG: 'xx', LC_TIME: 'de_DE.UTF-8' }).set(LC_TIME, '')).toBe('de_DE.UTF-8');
    expect(namesWith({ LANG: 'de_DE.UTF-8', LC_ALL: 'xx' }).set(LC_TIME, '')).toBeUndefined();
  });

  it('stay when one of them is not there', () => {
    const names = namesWith({ LC_CTYPE: 'de_DE.UTF-8', LC_TIME: 'xx' });
    expect(names.set(LC_ALL, '')).toBeUndefined();
    expect(names.name(LC_ALL)).toBe('C');
    expect(names.set(99, 'C')).toBeUndefined();
    expect(names.set(LC_ALL, 'LC_CTYPE=C;LC_TIME=C')).toBeUndefined();
  });
});
