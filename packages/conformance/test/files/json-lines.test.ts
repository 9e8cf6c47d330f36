import { expect, it } from 'vitest';
import { lineOf } from '../../src/files/json-lines.ts';

const TEXT = `[
  { "id": "a, {\\"b\\": 1}", "list": [1,
      { "deep": true }] },
  {
    "id": "c"
  }
]`;

it.each([
  [[], 1],
  [[0, 'id'], 2],
  [[0, 'list', 1], 3],
  [[0, 'list', 1, 'deep'], 3],
  [[1], 4],
  [[1, 'id'], 5],
  [[1, 'missing'], 4],
])('the value at %j is in line %i', (path, line) => {
  expect(lineOf(TEXT, path)).toBe(line);
});
