/** A row of a side-by-side view; a side without the line has undefined. */
export interface DiffRow {
  readonly left: string | undefined;
  readonly right: string | undefined;
  readonly same: boolean;
}

/** Contract: all lines of both sides in order, with as many as possible in common (longest common subsequence). */
export function diffLines(left: readonly string[], right: readonly string[]): DiffRow[] {
  const lengths = commonLengths(left, right);
  const rows: DiffRow[] = [];
  let i = 0;
  let j = 0;
  while (i < left.length && j < right.length) {
    if (left[i] === right[j]) rows.push({ left: left[i++], right: right[j++], same: true });
    else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) rows.push({ left: left[i++], right: undefined, same: false });
    else rows.push({ left: undefined, right: right[j++], same: false });
  }
  while (i < left.length) rows.push({ left: left[i++], right: undefined, same: false });
  while (j < right.length) rows.push({ left: undefined, right: right[j++], same: false });
  return pairUp(rows);
}

function commonLengths(left: readonly string[], right: readonly string[]): number[][] {
  const lengths = Array.from({ length: left.length + 1 }, () => new Array<number>(right.length + 1).fill(0));
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      lengths[i]![j] =
        left[i] === right[j] ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  return lengths;
}

/** A line that is only on the left, followed by one that is only on the right, is one row. */
function pairUp(rows: readonly DiffRow[]): DiffRow[] {
  const result: DiffRow[] = [];
  for (const row of rows) {
    const previous = result.findIndex((other) => !other.same && other.right === undefined);
    const open = previous >= 0 && result.slice(previous).every((other) => !other.same);
    if (row.left === undefined && open) result[previous] = { ...result[previous]!, right: row.right };
    else result.push(row);
  }
  return result;
}
