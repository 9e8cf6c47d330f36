import { describe, expect, it } from 'vitest';
import { completed, wordBefore } from '../src/repl/completion.ts';
import { Output } from '../src/run/output.ts';
import { fitRow, plain, wrapRow } from '../src/terminal/segments.ts';
import { highlight } from '../src/ui/highlight.ts';

const bytes = (text: string) => Buffer.from(text);

describe('output', () => {
  it('keeps the streams apart, and puts what is typed behind the prompt', () => {
    const output = new Output();
    output.receive('out', bytes('one\nname? '));
    expect(output.prompt?.text).toBe('name? ');
    output.type('Ann');
    output.receive('err', bytes('oh\n'));
    output.receive('out', bytes('tw'));
    output.receive('out', bytes('o\n'));
    expect(output.lines).toEqual([
      { text: 'one', kind: 'out' },
      { text: 'name? Ann', kind: 'typed' },
      { text: 'oh', kind: 'err' },
      { text: 'two', kind: 'out' },
    ]);
  });

  it('keeps the end of a flood, with and without lines, and says how much it was', () => {
    const output = new Output();
    for (let turn = 0; turn < 100; turn += 1) output.receive('out', bytes('x\n'.repeat(1000)));
    expect(output.bytes).toBe(200_000);
    expect(output.lines.length).toBeLessThanOrEqual(4000);
    expect(output.lines.length + output.dropped).toBe(100_000);
    for (let turn = 0; turn < 100; turn += 1) output.receive('out', bytes('y'.repeat(65_536)));
    expect(Math.max(...output.lines.map(({ text }) => text.length))).toBeLessThanOrEqual(10_000);
    expect(output.rows(80, 10).every(({ text }) => text.length <= 80)).toBe(true);
  });

  it('decodes characters across chunks, and notes bytes that are none', () => {
    const output = new Output();
    for (const byte of bytes('é\n')) output.receive('out', Uint8Array.of(byte));
    expect([output.lines[0]?.text, output.isBroken]).toEqual(['é', false]);
    output.receive('out', Uint8Array.of(0xe9, 10));
    expect([output.lines[1]?.text, output.isBroken]).toEqual(['\ufffd', true]);
  });
});

describe('rows', () => {
  it('are cut or filled to their width, and wrapped with their looks', () => {
    const row = [{ text: 'ab', bold: true }, { text: '漢字' }];
    expect(plain(fitRow(row, 8))).toBe('ab漢字  ');
    expect(plain(fitRow(row, 5))).toBe('ab漢…');
    expect(wrapRow([{ text: '    abcdef', bold: true }, { text: 'ghijkl' }], 20).map(plain)).toEqual([
      '    abcdefghijkl',
    ]);
    expect(wrapRow([{ text: 'call(' }, { text: 'abcdefghijkl' }], 12).map(plain)).toEqual([
      'call(abcdefg',
      '    hijkl',
    ]);
  });

  it('of source have their colours', () => {
    const [first, second] = highlight('import socket\nx = "a"  # b');
    expect(first![0]).toMatchObject({ text: 'import', color: 'magenta' });
    expect(plain(second!)).toBe('x = "a"  # b');
    expect(second!.map(({ color }) => color)).toContain('green');
  });
});

describe('completion', () => {
  it('takes the dotted name at the end, and adds what is certain', () => {
    expect(['import so', 'a.b', 'f(', 'x = socket.AF_'].map(wordBefore)).toEqual(['so', 'a.b', '', 'socket.AF_']);
    expect(completed('so', ['socket', 'socketserver'])).toBe('cket');
    expect(completed('so', [])).toBe('');
    expect(completed('a', ['ab', 'ac'])).toBe('');
  });
});
