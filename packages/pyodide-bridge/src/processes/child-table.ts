/**
 * The descriptors that a child begins with: which numbers it has, and what is behind each.
 *
 * Python's numbers are not the host's: what the child has at 5 may be the host's 27, and the host's 5 may be Node's own. So the
 * whole table is laid out by actions of posix_spawn, and everything else is closed.
 */
import type { sys } from '@pysock/host';

/** The child's numbers, each with the host's descriptor that is copied there. */
export type ChildTable = ReadonlyMap<number, number>;

/** Up to this number gaps are closed one by one. */
const MOST_GAPS = 4096;

/**
 * Actions that lay the table out. A descriptor that another one is to be copied over is put aside first.
 * `openOnHost` are the numbers to close where there is no closefrom.
 */
export function layOut(table: ChildTable, hasCloseFrom: boolean, openOnHost: () => number[]): sys.FileAction[] {
  const actions: sys.FileAction[] = [];
  let last = 2;
  for (const to of table.keys()) last = Math.max(last, to);
  let aside = last + 1;
  for (const from of table.values()) aside = Math.max(aside, from + 1);
  const moved = new Map<number, number>();
  for (const from of table.values()) {
    if (moved.has(from) || (table.get(from) ?? from) === from) continue;
    actions.push({ kind: 'dup2', fd: from, to: aside });
    moved.set(from, aside++);
  }
  // To its own number: that takes close-on-exec away.
  for (const [to, from] of table) actions.push({ kind: 'dup2', fd: moved.get(from) ?? from, to });
  const others = hasCloseFrom && last < MOST_GAPS ? gaps(table, last) : [...openOnHost(), ...moved.values()];
  for (const fd of others) if (!table.has(fd)) actions.push({ kind: 'close', fd });
  if (hasCloseFrom && last < MOST_GAPS) actions.push({ kind: 'closefrom', fd: last + 1 });
  return actions;
}

function gaps(table: ChildTable, last: number): number[] {
  const free: number[] = [];
  for (let fd = 0; fd <= last; fd++) if (!table.has(fd)) free.push(fd);
  return free;
}
