/** <spawn.h>, and execve of <unistd.h>. Results as in socket.ts: the functions of spawn.h return their error themselves. */

import { addressOf, type CFunction, lazy, resultOf } from '../call/libc.ts';
import { cString } from '../call/memory.ts';
import { watchable } from '../call/watch.ts';
import { constants } from '../constants/all.ts';
import { posix_spawn_file_actions_t, posix_spawnattr_t, sigset_t } from '../layouts/index.ts';
import { noteSharing } from './modes.ts';

const { ENOSYS } = constants;

const c = watchable({
  posix_spawn: lazy('int posix_spawn(void *, void *, void *, void *, void *, void *)'),
  posix_spawnp: lazy('int posix_spawnp(void *, void *, void *, void *, void *, void *)'),
  execve: lazy('int execve(void *, void *, void *)'),
});

const a = {
  init: lazy('int posix_spawn_file_actions_init(void *)'),
  destroy: lazy('int posix_spawn_file_actions_destroy(void *)'),
  addopen: lazy('int posix_spawn_file_actions_addopen(void *, int, void *, int, unsigned int)'),
  addclose: lazy('int posix_spawn_file_actions_addclose(void *, int)'),
  adddup2: lazy('int posix_spawn_file_actions_adddup2(void *, int, int)'),
  addchdir: lazy('int posix_spawn_file_actions_addchdir_np(void *, void *)'),
  addclosefrom: lazy('int posix_spawn_file_actions_addclosefrom_np(void *, int)'),
  attr_init: lazy('int posix_spawnattr_init(void *)'),
  attr_destroy: lazy('int posix_spawnattr_destroy(void *)'),
  setflags: lazy('int posix_spawnattr_setflags(void *, short)'),
  setpgroup: lazy('int posix_spawnattr_setpgroup(void *, int)'),
  setsigmask: lazy('int posix_spawnattr_setsigmask(void *, void *)'),
  setsigdefault: lazy('int posix_spawnattr_setsigdefault(void *, void *)'),
  setschedpolicy: lazy('int posix_spawnattr_setschedpolicy(void *, int)'),
  setschedparam: lazy('int posix_spawnattr_setschedparam(void *, void *)'),
};

/** What a child does, one after the other, before it becomes the other program. */
export type FileAction =
  | {
      readonly kind: 'open';
      readonly fd: number;
      readonly path: Uint8Array;
      readonly flags: number;
      readonly mode: number;
    }
  | { readonly kind: 'close'; readonly fd: number }
  | { readonly kind: 'dup2'; readonly fd: number; readonly to: number }
  | { readonly kind: 'chdir'; readonly path: Uint8Array }
  | { readonly kind: 'closefrom'; readonly fd: number };

/** `undefined`: as the calling thread has it. */
export interface SpawnAttributes {
  /** 0 makes a group of the child's own. */
  readonly pgroup?: number | undefined;
  /** A new session. */
  readonly setsid?: boolean | undefined;
  readonly resetids?: boolean | undefined;
  /** Signals that are blocked in the child, as a set of 64 bits. */
  readonly sigmask?: bigint | undefined;
  /** Signals that have their default action in the child, likewise. */
  readonly sigdef?: bigint | undefined;
  readonly scheduler?: { readonly policy: number | undefined; readonly priority: number } | undefined;
}

export interface Program {
  /** A file, or with `search` a name that is looked for in PATH. */
  readonly path: Uint8Array;
  readonly argv: readonly Uint8Array[];
  readonly env: readonly Uint8Array[];
  readonly search?: boolean;
}

/** Bytes of C strings, and the array of pointers to them that ends with NULL. The strings live as long as `kept`. */
export interface StringArray {
  readonly pointers: BigUint64Array;
  readonly kept: Uint8Array;
}

export function stringArray(strings: readonly Uint8Array[]): StringArray {
  let size = 1;
  for (const string of strings) size += string.length + 1;
  const kept = new Uint8Array(size);
  const pointers = new BigUint64Array(strings.length + 1);
  const base = addressOf(kept);
  let at = 0;
  for (const [index, string] of strings.entries()) {
    kept.set(string, at);
    pointers[index] = BigInt(base + at);
    at += string.length + 1;
  }
  return { pointers, kept };
}

/** The libc has no such function. */
function missing(call: () => number): number {
  try {
    return -call();
  } catch {
    return -ENOSYS;
  }
}

const hasAction = (call: CFunction, fd: number): boolean => {
  const actions = new Uint8Array(posix_spawn_file_actions_t.sizeof);
  a.init(actions);
  try {
    return missing(() => call(actions, fd)) === 0;
  } finally {
    a.destroy(actions);
  }
};

let closesFrom: boolean | undefined;

/** Whether there is the action `closefrom`: glibc has it since 2.34, musl has not. */
export function hasCloseFrom(): boolean {
  closesFrom ??= hasAction(a.addclosefrom, 1000);
  return closesFrom;
}

function addAction(actions: Uint8Array, action: FileAction): number {
  switch (action.kind) {
    case 'open':
      return -a.addopen(actions, action.fd, cString(action.path), action.flags, action.mode);
    case 'close':
      return -a.addclose(actions, action.fd);
    case 'dup2':
      return -a.adddup2(actions, action.fd, action.to);
    case 'chdir':
      return missing(() => a.addchdir(actions, cString(action.path)));
    case 'closefrom':
      return missing(() => a.addclosefrom(actions, action.fd));
  }
}

function signalSet(signals: bigint): BigUint64Array {
  const set = new BigUint64Array(sigset_t.sizeof / 8);
  set[0] = signals;
  return set;
}

/** 32 and 33, which glibc keeps for its threads. It would have the child ignore them. */
const LIBC_SIGNALS = 0x180000000n;

function setAttributes(attr: Uint8Array, attributes: SpawnAttributes): void {
  const { pgroup, sigmask, sigdef, scheduler } = attributes;
  let flags = 0;
  if (pgroup !== undefined) {
    flags |= constants.POSIX_SPAWN_SETPGROUP;
    a.setpgroup(attr, pgroup);
  }
  if (sigmask !== undefined) {
    flags |= constants.POSIX_SPAWN_SETSIGMASK;
    a.setsigmask(attr, signalSet(sigmask));
  }
  flags |= constants.POSIX_SPAWN_SETSIGDEF;
  a.setsigdefault(attr, signalSet((sigdef ?? 0n) | LIBC_SIGNALS));
  if (scheduler !== undefined) {
    if (scheduler.policy !== undefined) {
      flags |= constants.POSIX_SPAWN_SETSCHEDULER;
      a.setschedpolicy(attr, scheduler.policy);
    }
    flags |= constants.POSIX_SPAWN_SETSCHEDPARAM;
    a.setschedparam(attr, Int32Array.of(scheduler.priority));
  }
  if (attributes.setsid) flags |= constants.POSIX_SPAWN_SETSID;
  if (attributes.resetids) flags |= constants.POSIX_SPAWN_RESETIDS;
  a.setflags(attr, flags);
}

/** posix_spawn(3) and posix_spawnp(3). The child's pid, or -errno of what failed first in the child: an action, or its execve. */
export function posix_spawn(program: Program, fileActions: readonly FileAction[], attributes: SpawnAttributes): number {
  noteSharing();
  const argv = stringArray(program.argv);
  const env = stringArray(program.env);
  const actions = new Uint8Array(posix_spawn_file_actions_t.sizeof);
  const attr = new Uint8Array(posix_spawnattr_t.sizeof);
  const pid = new Int32Array(1);
  a.init(actions);
  a.attr_init(attr);
  try {
    for (const action of fileActions) {
      const added = addAction(actions, action);
      if (added < 0) return added;
    }
    setAttributes(attr, attributes);
    const spawn = program.search ? c.posix_spawnp : c.posix_spawn;
    const error = spawn(pid, cString(program.path), actions, attr, argv.pointers, env.pointers);
    return error === 0 ? (pid[0] as number) : -error;
  } finally {
    a.destroy(actions);
    a.attr_destroy(attr);
  }
}

/** execve(2): -errno, if it returns. */
export function execve({ path, argv, env }: Program): number {
  const args = stringArray(argv);
  const environment = stringArray(env);
  return resultOf(c.execve(cString(path), args.pointers, environment.pointers));
}
