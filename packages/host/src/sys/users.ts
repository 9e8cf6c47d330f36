/** <unistd.h>, <grp.h>: the process's users and groups, its process group and session. Results as in socket.ts. */
import { lazy, resultOf } from '../call/libc.ts';
import { watchable } from '../call/watch.ts';

const c = watchable({
  setuid: lazy('int setuid(unsigned int)'),
  seteuid: lazy('int seteuid(unsigned int)'),
  setreuid: lazy('int setreuid(unsigned int, unsigned int)'),
  setresuid: lazy('int setresuid(unsigned int, unsigned int, unsigned int)'),
  setgid: lazy('int setgid(unsigned int)'),
  setegid: lazy('int setegid(unsigned int)'),
  setregid: lazy('int setregid(unsigned int, unsigned int)'),
  setresgid: lazy('int setresgid(unsigned int, unsigned int, unsigned int)'),
  getgroups: lazy('int getgroups(int, void *)'),
  setgroups: lazy('int setgroups(size_t, void *)'),
  initgroups: lazy('int initgroups(uintptr_t, unsigned int)'),
  getgrouplist: lazy('int getgrouplist(const char *, unsigned int, void *, void *)'),
  getpgid: lazy('int getpgid(int)'),
  setpgid: lazy('int setpgid(int, int)'),
  getsid: lazy('int getsid(int)'),
  setsid: lazy('int setsid()'),
});

export function setuid(uid: number): number {
  return resultOf(c.setuid(uid));
}

export function seteuid(uid: number): number {
  return resultOf(c.seteuid(uid));
}

export function setreuid(real: number, effective: number): number {
  return resultOf(c.setreuid(real, effective));
}

export function setresuid(real: number, effective: number, saved: number): number {
  return resultOf(c.setresuid(real, effective, saved));
}

export function setgid(gid: number): number {
  return resultOf(c.setgid(gid));
}

export function setegid(gid: number): number {
  return resultOf(c.setegid(gid));
}

export function setregid(real: number, effective: number): number {
  return resultOf(c.setregid(real, effective));
}

export function setresgid(real: number, effective: number, saved: number): number {
  return resultOf(c.setresgid(real, effective, saved));
}

export function getgroups(groups: Uint32Array): number {
  return resultOf(c.getgroups(groups.length, groups));
}

export function setgroups(groups: Uint32Array): number {
  return resultOf(c.setgroups(groups.length, groups));
}

/** `user` is the host address of a name. */
export function initgroups(user: number, gid: number): number {
  return resultOf(c.initgroups(user, gid));
}

/** `count[0]` is how many `groups` may hold, and afterwards how many there are. -1 when they are too many; no errno is set. */
export function getgrouplist(user: string, gid: number, groups: Uint32Array, count: Int32Array): number {
  return c.getgrouplist(user, gid, groups, count);
}

export function getpgid(pid: number): number {
  return resultOf(c.getpgid(pid));
}

export function setpgid(pid: number, pgrp: number): number {
  return resultOf(c.setpgid(pid, pgrp));
}

export function getsid(pid: number): number {
  return resultOf(c.getsid(pid));
}

export function setsid(): number {
  return resultOf(c.setsid());
}
