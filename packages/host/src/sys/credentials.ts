/**
 * The user and groups of the calling thread alone. libc's functions change all threads'; the kernel's calls change the one that
 * makes them, and a child that it makes has what it has. Results as in socket.ts.
 */
import { lazy, resultOf } from '../call/libc.ts';
import { watchable } from '../call/watch.ts';
import { constants } from '../constants/all.ts';

const c = watchable({
  setresuid: lazy('int64_t syscall(int64_t, int, int, int)'),
  setresgid: lazy('int64_t syscall(int64_t, int, int, int)'),
  setgroups: lazy('int64_t syscall(int64_t, size_t, void *)'),
  getresuid: lazy('int getresuid(void *, void *, void *)'),
  getresgid: lazy('int getresgid(void *, void *, void *)'),
  getgroups: lazy('int getgroups(int, void *)'),
});

/** The real, the effective and the saved one. -1, where one is set, leaves it. */
export type Ids = readonly [real: number, effective: number, saved: number];

function three(call: (...args: unknown[]) => number): Ids {
  const ids = [new Int32Array(1), new Int32Array(1), new Int32Array(1)] as const;
  call(...ids);
  const [real, effective, saved] = ids.map(([id = -1]) => id);
  return [real as number, effective as number, saved as number];
}

export const getresuid = (): Ids => three(c.getresuid);
export const getresgid = (): Ids => three(c.getresgid);

export function setThreadUser([real, effective, saved]: Ids): number {
  return resultOf(c.setresuid(constants.SYS_setresuid, real, effective, saved));
}

export function setThreadGroup([real, effective, saved]: Ids): number {
  return resultOf(c.setresgid(constants.SYS_setresgid, real, effective, saved));
}

export function setThreadGroups(groups: Int32Array): number {
  return resultOf(c.setgroups(constants.SYS_setgroups, groups.length, groups));
}

export function getThreadGroups(): Int32Array {
  const count = Math.max(c.getgroups(0, null), 0);
  const groups = new Int32Array(count);
  return groups.subarray(0, Math.max(c.getgroups(count, groups), 0));
}
