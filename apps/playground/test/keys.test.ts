import type { Key as InkKey } from 'ink';
import { describe, expect, it } from 'vitest';
import { keysOf, pastedKeys } from '../src/terminal/keys.ts';

const names = (input: string, key: Partial<InkKey> = {}) => keysOf(input, key as InkKey).map(({ name }) => name);

describe('keys', () => {
  it('have one name each', () => {
    expect(names('', { upArrow: true })).toEqual(['up']);
    expect(names('', { tab: true, shift: true })).toEqual(['shift-tab']);
    expect(names('c', { ctrl: true })).toEqual(['ctrl-c']);
    expect(names('b', { meta: true })).toEqual(['alt-b']);
    expect(keysOf('é', {} as InkKey)).toEqual([{ name: 'é', text: 'é' }]);
  });

  it('are one for each character of what was typed fast', () => {
    expect(names('xq')).toEqual(['x', 'q']);
    expect(names('ls\r')).toEqual(['l', 's', 'return']);
    expect(names('a\u007f\u0003')).toEqual(['a', 'backspace', 'ctrl-c']);
    expect(names('👋\t')).toEqual(['👋', 'tab']);
  });

  it('of a paste are its lines', () => {
    expect(pastedKeys('a\tb\r\nc')).toEqual([
      { name: 'a    b', text: 'a    b' },
      { name: 'return', text: '' },
      { name: 'c', text: 'c' },
    ]);
  });
});
