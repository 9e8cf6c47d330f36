import { describe, expect, test } from 'vitest';
import { judge, longFunctions } from '../scripts/lib/long-functions.mjs';

const body = (lines: number): string => '\n'.repeat(lines - 1);

describe('long functions', () => {
  test.each([
    ['a function', 'f', (b: string) => `function f(): void {${b}}`],
    ['an arrow function', 'f', (b: string) => `const f = (a: number) => {${b}};`],
    ['a method', 'm', (b: string) => `class C { private async m(): Promise<void> {${b}} }`],
    ["an object's function", 'm', (b: string) => `export default { m() {${b}} };`],
    ['one inside of another', 'g', (b: string) => `const f = () => [function g() {${b}}];`],
  ])('%s of 101 lines is found, of 100 is not', (_title, name, source) => {
    expect(longFunctions('a.ts', source(body(100)))).toEqual([]);
    const found = longFunctions('a.ts', `// first\n${source(body(101))}`);
    expect(found).toContainEqual({ file: 'a.ts', line: 2, lines: 101, name });
  });

  test('a closed list of known ones: what is new is red, and so is what is gone', () => {
    const found = [
      { file: 'a.ts', line: 1, lines: 101, name: 'old' },
      { file: 'a.ts', line: 200, lines: 101, name: 'new' },
    ];
    expect(judge(found, ['a.ts: old', 'a.ts: gone'])).toEqual({ unknown: [found[1]], gone: ['a.ts: gone'] });
  });

  test('a file that cannot be read as a program is an error', () => {
    expect(() => longFunctions('a.ts', 'function {')).toThrow('a.ts: ');
  });
});
