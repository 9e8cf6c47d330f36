/** <sched.h>: scheduling, affinity and namespaces, of threads by number; 0 is the calling one. Results as in socket.ts. */
import { lazy, resultOf } from '../call/libc.ts';
import { watchable } from '../call/watch.ts';

const c = watchable({
  sched_get_priority_max: lazy('int sched_get_priority_max(int)'),
  sched_get_priority_min: lazy('int sched_get_priority_min(int)'),
  sched_getscheduler: lazy('int sched_getscheduler(int)'),
  sched_setscheduler: lazy('int sched_setscheduler(int, int, void *)'),
  sched_getparam: lazy('int sched_getparam(int, void *)'),
  sched_setparam: lazy('int sched_setparam(int, void *)'),
  sched_rr_get_interval: lazy('int sched_rr_get_interval(int, void *)'),
  sched_getaffinity: lazy('int sched_getaffinity(int, size_t, void *)'),
  sched_setaffinity: lazy('int sched_setaffinity(int, size_t, void *)'),
  unshare: lazy('int unshare(int)'),
  setns: lazy('int setns(int, int)'),
});

export function sched_get_priority_max(policy: number): number {
  return resultOf(c.sched_get_priority_max(policy));
}

export function sched_get_priority_min(policy: number): number {
  return resultOf(c.sched_get_priority_min(policy));
}

export function sched_getscheduler(pid: number): number {
  return resultOf(c.sched_getscheduler(pid));
}

/** `param` is a `struct sched_param`: the priority. */
export function sched_setscheduler(pid: number, policy: number, param: Int32Array): number {
  return resultOf(c.sched_setscheduler(pid, policy, param));
}

export function sched_getparam(pid: number, param: Int32Array): number {
  return resultOf(c.sched_getparam(pid, param));
}

export function sched_setparam(pid: number, param: Int32Array): number {
  return resultOf(c.sched_setparam(pid, param));
}

/** `interval` is a `struct timespec`: seconds and nanoseconds. */
export function sched_rr_get_interval(pid: number, interval: BigInt64Array): number {
  return resultOf(c.sched_rr_get_interval(pid, interval));
}

/** `mask` has a bit for each processor, and whole words of 64 bits. */
export function sched_getaffinity(pid: number, mask: Uint8Array): number {
  return resultOf(c.sched_getaffinity(pid, mask.length, mask));
}

export function sched_setaffinity(pid: number, mask: Uint8Array): number {
  return resultOf(c.sched_setaffinity(pid, mask.length, mask));
}

export function unshare(flags: number): number {
  return resultOf(c.unshare(flags));
}

export function setns(fd: number, nstype: number): number {
  return resultOf(c.setns(fd, nstype));
}
