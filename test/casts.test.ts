import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const MOST = 10;

test('casts through unknown are few, and each has its reason on the line above', () => {
  const found = globSync(['packages/*/src/**/*.ts', 'apps/*/src/**/*.{ts,tsx}'], { cwd: root }).flatMap((file) => {
    const lines = readFileSync(join(root, file), 'utf8').split('\n');
    return lines.flatMap((line, index) =>
      /as unknown as|as MethodDef\['call'\]/.test(line)
        ? [{ place: `${file}:${index + 1}`, above: lines[index - 1] }]
        : [],
    );
  });
  expect(found.length).toBeLessThanOrEqual(MOST);
  expect(found.filter(({ above }) => !above?.includes('//'))).toEqual([]);
});
