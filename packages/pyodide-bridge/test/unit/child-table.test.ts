/** Laying a child's descriptors out, played through on a table of numbers. */
import { describe, expect, it } from 'vitest';
import { layOut } from '../../src/processes/child-table.ts';

/** What the child has at which number after the actions. The host has each of `open` as itself, not to be closed on exec. */
function play(table: ReadonlyMap<number, number>, open: readonly number[], hasCloseFrom: boolean): Map<number, number> {
  const child = new Map(open.map((fd) => [fd, fd]));
  for (const action of layOut(table, hasCloseFrom, () => [...open])) {
    if (action.kind === 'dup2') {
      const file = child.get(action.fd);
      if (file === undefined) throw new Error(`${action.fd} is not open`);
      child.set(action.to, file);
    } else if (action.kind === 'close') child.delete(action.fd);
    else if (action.kind === 'closefrom') for (const fd of [...child.keys()]) if (fd >= action.fd) child.delete(fd);
  }
  return child;
}

const open = [0, 1, 2, 3, 4, 5, 9, 20, 31];

describe.each([true, false])('with closefrom: %s', (hasCloseFrom) => {
  it.each([
    ['nothing', []],
    [
      'the standard streams',
      [
        [0, 0],
        [1, 1],
        [2, 2],
      ],
    ],
    [
      'others in their places',
      [
        [0, 9],
        [1, 20],
        [2, 31],
      ],
    ],
    [
      'a swap',
      [
        [0, 1],
        [1, 0],
        [2, 2],
      ],
    ],
    [
      'a circle, and one that stays',
      [
        [0, 1],
        [1, 2],
        [2, 0],
        [5, 5],
      ],
    ],
    [
      'one at several numbers',
      [
        [0, 9],
        [1, 9],
        [9, 4],
        [4, 9],
      ],
    ],
    [
      'beyond all that are open',
      [
        [40, 3],
        [3, 31],
        [31, 40 - 9],
      ],
    ],
  ] as [string, [number, number][]][])('%s', (_name, pairs) => {
    const table = new Map(pairs);
    const child = play(table, open, hasCloseFrom);
    expect([...child].sort()).toEqual([...table].sort());
  });
});
