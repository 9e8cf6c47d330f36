/** posixmodule.c: the process's users and groups, its process group and its session. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fsString, gid, int, object, str, uid } from '../../capi/clinic/converters.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import { builtin, failed, none, number } from '../builtin.ts';

const { NGROUPS_MAX } = constants;

/** posixmodule.c: _PyLong_FromUid, _PyLong_FromGid: the number that means none is -1. */
function fromId({ capi }: Bridge, id: number): PyObject {
  return id === 0xffffffff ? capi.PyLong_FromLong(-1) : capi.fromNumber(id);
}

/** Real, effective, saved. */
function triple(bridge: Bridge, ids: sys.Ids): PyObject {
  return bridge.capi.tupleOf(...ids.map((id) => fromId(bridge, id >>> 0)));
}

/** posixmodule.c: os_setgroups */
function groupsOf(bridge: Bridge, sequence: PyObject): Uint32Array {
  const { capi } = bridge;
  const refuse = (type: string, message: string): never => {
    capi.raise(type, message);
    throw RAISED;
  };
  if (capi.PySequence_Check(sequence) === 0) refuse('TypeError', 'setgroups argument must be a sequence');
  const size = capi.PySequence_Size(sequence);
  if (size < 0) throw RAISED;
  if (size > NGROUPS_MAX) refuse('ValueError', 'too many groups');
  return Uint32Array.from({ length: size }, (_, index) => {
    const item = capi.PySequence_GetItem(sequence, index);
    if (item === 0) throw RAISED;
    try {
      if (!capi.PyLong_Check(item)) refuse('TypeError', 'groups must be integers');
      return gid.convert(bridge, item, { function: 'setgroups', parameter: 'groups' });
    } finally {
      capi.Py_DecRef(item);
    }
  });
}

/** posixmodule.c: os_getgrouplist_impl */
function groupListOf(bridge: Bridge, user: string, group: number): PyObject {
  const count = Int32Array.of(64);
  let groups = new Uint32Array(count[0] as number);
  while (sys.getgrouplist(user, group, groups, count) < 0) {
    // musl does not say how many there are.
    const wanted = Math.max(count[0] as number, groups.length * 2);
    if (wanted > NGROUPS_MAX * 2) return failed(bridge, constants.EINVAL);
    groups = new Uint32Array(wanted);
    count[0] = wanted;
  }
  return bridge.capi.listOf([...groups.subarray(0, count[0])].map((id) => fromId(bridge, id)));
}

export const credentialFunctions = [
  /** posixmodule.c: os_setuid_impl, and so on */
  builtin('setuid($module, uid, /)', "Set the process's user.", [uid], (bridge, id) => none(bridge, sys.setuid(id))),
  builtin('seteuid($module, euid, /)', "Set the process's effective user.", [uid], (bridge, id) =>
    none(bridge, sys.seteuid(id)),
  ),
  builtin(
    'setreuid($module, ruid, euid, /)',
    "Set the process's real and effective user; -1 leaves one as it is.",
    [uid, uid],
    (bridge, real, effective) => none(bridge, sys.setreuid(real, effective)),
  ),
  builtin(
    'setresuid($module, ruid, euid, suid, /)',
    "Set the process's real, effective and saved user; -1 leaves one as it is.",
    [uid, uid, uid],
    (bridge, real, effective, saved) => none(bridge, sys.setresuid(real, effective, saved)),
  ),
  builtin('setgid($module, gid, /)', "Set the process's group.", [gid], (bridge, id) => none(bridge, sys.setgid(id))),
  builtin('setegid($module, egid, /)', "Set the process's effective group.", [gid], (bridge, id) =>
    none(bridge, sys.setegid(id)),
  ),
  builtin(
    'setregid($module, rgid, egid, /)',
    "Set the process's real and effective group; -1 leaves one as it is.",
    [gid, gid],
    (bridge, real, effective) => none(bridge, sys.setregid(real, effective)),
  ),
  builtin(
    'setresgid($module, rgid, egid, sgid, /)',
    "Set the process's real, effective and saved group; -1 leaves one as it is.",
    [gid, gid, gid],
    (bridge, real, effective, saved) => none(bridge, sys.setresgid(real, effective, saved)),
  ),
  builtin('getresuid($module, /)', "The process's real, effective and saved user.", [], (bridge) =>
    triple(bridge, sys.getresuid()),
  ),
  builtin('getresgid($module, /)', "The process's real, effective and saved group.", [], (bridge) =>
    triple(bridge, sys.getresgid()),
  ),
  /** posixmodule.c: os_getgroups_impl */
  builtin('getgroups($module, /)', "The process's further groups.", [], (bridge) => {
    const groups = new Uint32Array(NGROUPS_MAX);
    const count = sys.getgroups(groups);
    if (count < 0) return failed(bridge, -count);
    return bridge.capi.listOf([...groups.subarray(0, count)].map((id) => fromId(bridge, id)));
  }),
  /** posixmodule.c: os_setgroups */
  builtin('setgroups($module, groups, /)', "Set the process's further groups.", [object], (bridge, sequence) =>
    none(bridge, sys.setgroups(groupsOf(bridge, sequence))),
  ),
  /** posixmodule.c: os_initgroups_impl */
  builtin(
    'initgroups($module, username, gid, /)',
    'Take all groups that a user is a member of, and one more.',
    [fsString, gid],
    (bridge, name, group) => none(bridge, sys.initgroups(bridge.hostMemory.address(name.pointer), group)),
  ),
  /** posixmodule.c: os_getgrouplist_impl */
  builtin(
    'getgrouplist($module, user, group, /)',
    'The groups that a user is a member of, and one more.',
    [str, gid],
    groupListOf,
  ),
  /** posixmodule.c: os_getpgid_impl */
  builtin('getpgid($module, /, pid)', "A process's process group; 0 is this process.", [int], (bridge, pid) =>
    number(bridge, sys.getpgid(pid)),
  ),
  /** posixmodule.c: os_setpgid_impl */
  builtin('setpgid($module, pid, pgrp, /)', "Set a process's process group.", [int, int], (bridge, pid, group) =>
    none(bridge, sys.setpgid(pid, group)),
  ),
  /** posixmodule.c: os_getpgrp_impl */
  builtin('getpgrp($module, /)', "This process's process group.", [], (bridge) => number(bridge, sys.getpgid(0))),
  /** posixmodule.c: os_setpgrp_impl */
  builtin('setpgrp($module, /)', 'Make this process the leader of a process group.', [], (bridge) =>
    none(bridge, sys.setpgid(0, 0)),
  ),
  /** posixmodule.c: os_getsid_impl */
  builtin('getsid($module, pid, /)', "A process's session; 0 is this process.", [int], (bridge, pid) =>
    number(bridge, sys.getsid(pid)),
  ),
  /** posixmodule.c: os_setsid_impl */
  builtin('setsid($module, /)', 'Make this process the leader of a session.', [], (bridge) =>
    none(bridge, sys.setsid()),
  ),
];
