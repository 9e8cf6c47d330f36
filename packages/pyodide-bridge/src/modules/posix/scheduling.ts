/**
 * posixmodule.c: scheduling, priorities, affinity and namespaces.
 *
 * Python's threads are coroutines of one of the process's threads, which is not its first. So 0 and the process's own number mean
 * that thread, and what a process keeps for its threads and children, affinity and niceness, is set on all its threads.
 */
import { readdirSync } from 'node:fs';
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { optional } from '../../capi/clinic/converter.ts';
import { fildes, int, object } from '../../capi/clinic/converters.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { builtin, failed, none, number } from '../builtin.ts';
import { newSchedParam, schedParamType } from './sched-param.ts';

const { EINVAL, PRIO_PROCESS } = constants;
const INT_MAX = 2 ** 31 - 1;
const WORD_BITS = 64;
/** Enough for most machines at first, and more than Linux allows at last. */
const FIRST_CPUS = 1024;
const MOST_CPUS = 2 ** 20;

/** The thread that Python runs in is the process, as far as the kernel is asked about one. */
const threadOf = (pid: number): number => (pid === process.pid ? 0 : pid);

/** Makes a call for each thread of the process; what the last that exists returns, or the first failure. */
function onAllThreads(call: (thread: number) => number): number {
  const own = call(0);
  if (own < 0) return own;
  for (const task of readdirSync('/proc/self/task')) {
    const result = call(Number(task));
    if (result < 0 && result !== -constants.ESRCH) return result;
  }
  return own;
}

/** posixmodule.c: convert_sched_param */
function priorityOf({ capi, parsers }: Bridge, param: PyObject): Int32Array {
  if (capi.Py_TYPE(param) !== schedParamType(capi)) {
    capi.raise('TypeError', 'must have a sched_param object');
    throw RAISED;
  }
  const value = parsers.asSize(rawFunction(capi.module, 'PyStructSequence_GetItem')(param, 0));
  if (value === null) throw RAISED;
  if (value > INT_MAX || value < -INT_MAX - 1) {
    capi.raise('OverflowError', 'sched_priority out of range');
    throw RAISED;
  }
  return Int32Array.of(value);
}

/** posixmodule.c: os_sched_setaffinity_impl, the mask of an iterable of numbers. */
function maskOf({ capi, parsers }: Bridge, iterable: PyObject): Uint8Array {
  const iterator = rawFunction(capi.module, 'PyObject_GetIter')(iterable);
  if (iterator === 0) throw RAISED;
  const next = rawFunction(capi.module, 'PyIter_Next');
  let mask = new Uint8Array(FIRST_CPUS / 8);
  const refuse = (type: string, message: string): never => {
    capi.raise(type, message);
    throw RAISED;
  };
  const take = (item: PyObject): void => {
    if (!capi.PyLong_Check(item)) {
      const type = capi.PyObject_Repr(capi.Py_TYPE(item));
      const text = capi.stringFrom(type);
      capi.Py_DecRef(type);
      refuse('TypeError', `expected an iterator of ints, but iterator yielded ${text}`);
    }
    const cpu = parsers.PyLong_AsSocket_t(item) === null ? null : parsers.asSize(item);
    if (cpu === null) throw RAISED;
    if (cpu < 0) refuse('ValueError', 'negative CPU number');
    if (cpu > INT_MAX - 1) refuse('OverflowError', 'CPU number too large');
    if (cpu >= MOST_CPUS) return;
    if (cpu >= mask.length * 8) {
      const larger = new Uint8Array((Math.floor(cpu / WORD_BITS) + 1) * (WORD_BITS / 8));
      larger.set(mask);
      mask = larger;
    }
    mask[cpu >> 3] = (mask[cpu >> 3] as number) | (1 << (cpu & 7));
  };
  try {
    for (let item = next(iterator); item !== 0; item = next(iterator)) {
      try {
        take(item);
      } finally {
        capi.Py_DecRef(item);
      }
    }
    if (capi.PyErr_Occurred() !== 0) throw RAISED;
  } finally {
    capi.Py_DecRef(iterator);
  }
  return mask;
}

/** posixmodule.c: os_sched_getaffinity_impl */
function affinityOf(bridge: Bridge, pid: number): PyObject {
  const { capi } = bridge;
  let mask = new Uint8Array(FIRST_CPUS / 8);
  let result = sys.sched_getaffinity(pid, mask);
  while (result === -EINVAL && mask.length * 8 < MOST_CPUS) {
    mask = new Uint8Array(mask.length * 2);
    result = sys.sched_getaffinity(pid, mask);
  }
  if (result < 0) return failed(bridge, -result);
  const set = rawFunction(capi.module, 'PySet_New')(0);
  for (let cpu = 0; cpu < mask.length * 8; cpu++) {
    if (((mask[cpu >> 3] as number) & (1 << (cpu & 7))) === 0) continue;
    const o = capi.fromNumber(cpu);
    rawFunction(capi.module, 'PySet_Add')(set, o);
    capi.Py_DecRef(o);
  }
  return set;
}

/** setpriority(2) of a process acts on a thread. */
function setPriority(which: number, who: number, value: number): number {
  if (which !== PRIO_PROCESS || threadOf(who) !== 0) return sys.setpriority(which, who, value);
  return onAllThreads((thread) => sys.setpriority(which, thread, value));
}

function getPriority(bridge: Bridge, which: number, who: number): PyObject {
  const { value, failed: errno } = sys.getpriority(which, which === PRIO_PROCESS ? threadOf(who) : who);
  return errno === 0 ? bridge.capi.fromNumber(value) : failed(bridge, errno);
}

export const schedulingFunctions = [
  /** posixmodule.c: os_sched_get_priority_max_impl */
  builtin(
    'sched_get_priority_max($module, /, policy)',
    'The highest priority of a scheduling policy.',
    [int],
    (bridge, policy) => number(bridge, sys.sched_get_priority_max(policy)),
  ),
  /** posixmodule.c: os_sched_get_priority_min_impl */
  builtin(
    'sched_get_priority_min($module, /, policy)',
    'The lowest priority of a scheduling policy.',
    [int],
    (bridge, policy) => number(bridge, sys.sched_get_priority_min(policy)),
  ),
  /** posixmodule.c: os_sched_getscheduler_impl */
  builtin(
    'sched_getscheduler($module, pid, /)',
    'The scheduling policy of a process; 0 is this one.',
    [int],
    (bridge, pid) => number(bridge, sys.sched_getscheduler(threadOf(pid))),
  ),
  /** posixmodule.c: os_sched_setscheduler_impl */
  builtin(
    'sched_setscheduler($module, pid, policy, param, /)',
    'Set the scheduling policy and the priority of a process; 0 is this one.',
    [int, int, object],
    (bridge, pid, policy, param) =>
      none(bridge, sys.sched_setscheduler(threadOf(pid), policy, priorityOf(bridge, param))),
  ),
  /** posixmodule.c: os_sched_getparam_impl */
  builtin(
    'sched_getparam($module, pid, /)',
    'The priority of a process, as sched_param; 0 is this one.',
    [int],
    (bridge, pid) => {
      const param = new Int32Array(1);
      const result = sys.sched_getparam(threadOf(pid), param);
      return result < 0 ? failed(bridge, -result) : newSchedParam(bridge.capi, param[0] as number);
    },
  ),
  /** posixmodule.c: os_sched_setparam_impl */
  builtin(
    'sched_setparam($module, pid, param, /)',
    'Set the priority of a process; 0 is this one.',
    [int, object],
    (bridge, pid, param) => none(bridge, sys.sched_setparam(threadOf(pid), priorityOf(bridge, param))),
  ),
  /** posixmodule.c: os_sched_rr_get_interval_impl */
  builtin(
    'sched_rr_get_interval($module, pid, /)',
    'How many seconds a process runs before others of its priority do; 0 is this one.',
    [int],
    (bridge, pid) => {
      const interval = new BigInt64Array(2);
      const result = sys.sched_rr_get_interval(threadOf(pid), interval);
      if (result < 0) return failed(bridge, -result);
      return bridge.capi.PyFloat_FromDouble(Number(interval[0]) + Number(interval[1]) * 1e-9);
    },
  ),
  /** posixmodule.c: os_sched_setaffinity_impl */
  builtin(
    'sched_setaffinity($module, pid, mask, /)',
    'Say which processors a process may run on; 0 is this one.',
    [int, object],
    (bridge, pid, iterable) => {
      const mask = maskOf(bridge, iterable);
      const set = (thread: number): number => sys.sched_setaffinity(thread, mask);
      return none(bridge, threadOf(pid) === 0 ? onAllThreads(set) : set(pid));
    },
  ),
  /** posixmodule.c: os_sched_getaffinity_impl */
  builtin(
    'sched_getaffinity($module, pid, /)',
    'The numbers of the processors that a process may run on; 0 is this one.',
    [int],
    (bridge, pid) => affinityOf(bridge, threadOf(pid)),
  ),
  /** posixmodule.c: os_nice_impl */
  builtin(
    'nice($module, increment, /)',
    'Add to the niceness of the process. Returns the new one.',
    [int],
    (bridge, increment) => {
      const now = sys.getpriority(PRIO_PROCESS, 0);
      if (now.failed !== 0) return failed(bridge, now.failed);
      const wanted = Math.max(-20, Math.min(19, now.value + increment));
      const result = setPriority(PRIO_PROCESS, 0, wanted);
      // nice(2) fails with EPERM where setpriority(2) does with EACCES.
      if (result < 0) return failed(bridge, result === -constants.EACCES ? constants.EPERM : -result);
      return getPriority(bridge, PRIO_PROCESS, 0);
    },
  ),
  /** posixmodule.c: os_getpriority_impl */
  builtin(
    'getpriority($module, /, which, who)',
    'The niceness of a process, a process group or a user.',
    [int, int],
    getPriority,
  ),
  /** posixmodule.c: os_setpriority_impl */
  builtin(
    'setpriority($module, /, which, who, priority)',
    'Set the niceness of a process, a process group or a user.',
    [int, int, int],
    (bridge, which, who, priority) => none(bridge, setPriority(which, who, priority)),
  ),
  /** posixmodule.c: os_unshare_impl */
  builtin('unshare($module, /, flags)', 'Leave namespaces that are shared with others.', [int], (bridge, flags) =>
    none(bridge, sys.unshare(flags)),
  ),
  /** posixmodule.c: os_setns_impl */
  builtin(
    'setns($module, /, fd, nstype=0)',
    'Join the namespace that a descriptor stands for.',
    [fildes, optional(int, 0)],
    (bridge, fd, nstype) => none(bridge, sys.setns(bridge.descriptors.host(fd), nstype)),
  ),
];
