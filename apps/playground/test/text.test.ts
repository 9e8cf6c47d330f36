import { describe, expect, it } from 'vitest';
import { fit, printable, widthOf, wrap, wrapWords } from '../src/terminal/text.ts';

describe('text in cells', () => {
  it('is shown as a terminal would show it in the end', () => {
    expect(printable('\u001b[31mred\u001b[0m')).toBe('red');
    expect(printable('10%\r100%\r')).toBe('100%');
    expect(printable('a\tb\u0007')).toBe('a       b');
  });

  it('is as wide as its characters', () => {
    expect(['abc', 'é', 'e\u0301', '漢字', '👩‍👩‍👧'].map(widthOf)).toEqual([3, 1, 1, 4, 2]);
  });

  it('is wrapped between characters, and never wider than the row', () => {
    expect(wrap('', 4)).toEqual(['']);
    expect(wrap('abcdefgh', 4)).toEqual(['abcd', 'efgh']);
    expect(wrap('a漢字b', 4)).toEqual(['a漢', '字b']);
  });

  it('is wrapped between words, further rows indented', () => {
    expect(wrapWords('  call(first, second)', 14)).toEqual(['  call(first,', '    second)']);
    expect(wrapWords('one two', 3)).toEqual(['one', 'two']);
    expect(wrapWords('    abcdefghijkl', 8)).toEqual(['    abcd', '    efgh', '    ijkl']);
  });

  it('is padded or cut to fit', () => {
    expect(fit('ab', 4)).toBe('ab  ');
    expect(fit('abcdef', 4)).toBe('abc…');
    expect(fit('漢字', 3)).toBe('漢…');
    expect(fit('漢字漢', 4)).toBe('漢… ');
    expect(['', 'abc', '漢字漢字'].map((text) => widthOf(fit(text, 1)))).toEqual([1, 1, 1]);
  });
});
