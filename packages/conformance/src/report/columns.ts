import { diffLines } from '../compare/diff.ts';

export interface ColumnRow {
  readonly left: string;
  readonly right: string;
  readonly same: boolean;
}

/** Contract: no piece is longer than the width; pieces after the first are indented; a line is broken at a space if it can. */
export function wrap(line: string, width: number, indent = 2): string[] {
  if (line.length <= width) return [line];
  const space = line.lastIndexOf(' ', width);
  const at = space > width / 2 ? space : width;
  const rest = ' '.repeat(indent) + line.slice(at).trimStart();
  return [line.slice(0, at), ...wrap(rest, width, indent)];
}

/**
 * Two texts side by side, aligned by their common lines. Lines are the same when their keys are: a port that differs from
 * run to run has the same key.
 */
export function sideBySide(
  left: readonly string[],
  right: readonly string[],
  width: number,
  key: Keys = SELF,
): ColumnRow[] {
  const rows = diffLines(left.map(key.left), right.map(key.right));
  const take = { left: [...left], right: [...right] };
  return rows.flatMap((row) => {
    const a = row.left === undefined ? [] : wrap(take.left.shift()!, width);
    const b = row.right === undefined ? [] : wrap(take.right.shift()!, width);
    return Array.from({ length: Math.max(a.length, b.length) }, (_, index) => ({
      left: a[index] ?? '',
      right: b[index] ?? '',
      same: row.same,
    }));
  });
}

interface Keys {
  left(line: string, index: number): string;
  right(line: string, index: number): string;
}

const SELF: Keys = { left: (line) => line, right: (line) => line };
