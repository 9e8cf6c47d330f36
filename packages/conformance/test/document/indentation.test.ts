import { describe, expect, it } from 'vitest';
import { restoreIndentation } from '../../src/document/indentation.ts';

function restore(...lines: string[]): string[] {
  return restoreIndentation(lines.join('\n')).source.split('\n');
}

describe('restoreIndentation', () => {
  it('lets a block go on to the end of the source', () => {
    expect(restore('with a as b:', 'b.c()', 'b.d()')).toEqual(['with a as b:', '    b.c()', '    b.d()']);
  });

  it('ends blocks where a clause continues an earlier statement', () => {
    const lines = ['try:', 'if a:', 'b()', 'except E:', 'c()', 'else:', 'd()', 'finally:', 'e()'];
    const indents = [0, 4, 8, 0, 4, 0, 4, 0, 4];
    expect(restore(...lines)).toEqual(lines.map((line, index) => ' '.repeat(indents[index]!) + line));
  });

  it('gives else to the nearest statement that can have one', () => {
    expect(restore('if a:', 'with b:', 'c()', 'else:', 'd()')).toEqual([
      'if a:',
      '    with b:',
      '        c()',
      'else:',
      '    d()',
    ]);
  });

  it('ends all blocks at a blank line, unless a clause comes next', () => {
    expect(restore('try:', 'a()', '', 'except E:', 'b()', '', 'c()')).toEqual([
      'try:',
      '    a()',
      '',
      'except E:',
      '    b()',
      '',
      'c()',
    ]);
  });

  it('moves a comment with the code that follows it, and leaves the last one', () => {
    expect(restore('if a:', '# why', 'b()', '# done')).toEqual(['if a:', '    # why', '    b()', '# done']);
  });

  it('knows a colon that opens nothing', () => {
    const lines = ['a = {', "'b': 1,", "'c':", '2}', 'd = "e:"', '# f:', 'g = h[1:]', 'i = """', 'j:', '"""'];
    expect(restore(...lines)).toEqual(lines);
  });

  it('indents brackets that go on, and never the inside of a string', () => {
    expect(restore('if a:', 'b(', 'c)', 'd = """', 'e', '"""', 'f()')).toEqual([
      'if a:',
      '    b(',
      '    c)',
      '    d = """',
      'e',
      '"""',
      '    f()',
    ]);
  });

  it('opens a block after a head of several lines', () => {
    expect(restore('if (a and', 'b):  # c', 'd()')).toEqual(['if (a and', 'b):  # c', '    d()']);
  });

  it('leaves source alone that has indentation of its own', () => {
    const source = 'if a:\n  b()\nc()';
    expect(restoreIndentation(source)).toEqual({ source, changes: [] });
  });

  it('records each change with its reason', () => {
    expect(restoreIndentation('a()\nif b:  # c\nd()').changes).toEqual([
      { line: 3, added: 4, why: 'in the block that line 2 opens: if b:  # c' },
    ]);
  });

  it.each([
    ['if a:', 'line 1: if a: opens a block that has no body'],
    ['else:\na()', 'line 1: else continues no open statement'],
    ['if a:\nb()\nexcept E:\nc()', 'line 3: except continues no open statement'],
  ])('refuses %j', (source, message) => {
    expect(() => restoreIndentation(source)).toThrow(message);
  });
});
