/** Starting a child as another user, in other groups, with another umask: the thread that makes it is so meanwhile. */
import { constants, sys } from '@pysock/host';

/** `undefined`: as the process is. */
export interface Identity {
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  readonly groups?: Int32Array | undefined;
  readonly umask?: number | undefined;
}

/** An exec makes the saved user the effective one, so the child has no way back; the thread keeps its own in that place. */
function set(identity: Identity, user: sys.Ids, group: sys.Ids): number {
  const { uid, gid, groups } = identity;
  let result = groups === undefined ? 0 : sys.setThreadGroups(groups);
  if (result >= 0 && gid !== undefined) result = sys.setThreadGroup([gid, gid, group[1]]);
  if (result >= 0 && uid !== undefined) result = sys.setThreadUser([uid, uid, user[1]]);
  return result;
}

function setBack(identity: Identity, user: sys.Ids, group: sys.Ids, groups: Int32Array): void {
  // The user first: the rights to do the rest come back with it.
  if (identity.uid !== undefined) sys.setThreadUser([-1, user[1], -1]);
  const results = [
    identity.uid === undefined ? 0 : sys.setThreadUser(user),
    identity.gid === undefined ? 0 : sys.setThreadGroup(group),
    identity.groups === undefined ? 0 : sys.setThreadGroups(groups),
  ];
  if (results.some((result) => result < 0 && result !== -constants.EPERM)) {
    throw new Error('the thread could not become again who it was');
  }
}

/** What `start` returns, or -errno when the thread may not become that. `refused` says which it is. */
export function startAs(
  identity: Identity,
  start: () => number,
): { readonly result: number; readonly refused: boolean } {
  const { uid, gid, groups, umask } = identity;
  const changesUser = uid !== undefined || gid !== undefined || groups !== undefined;
  if (!changesUser) return { result: withUmask(umask, start), refused: false };
  const [user, group, had] = [sys.getresuid(), sys.getresgid(), sys.getThreadGroups()];
  const isSet = set(identity, user, group);
  try {
    if (isSet < 0) return { result: isSet, refused: true };
    return { result: withUmask(umask, start), refused: false };
  } finally {
    setBack(identity, user, group, had);
  }
}

function withUmask(umask: number | undefined, start: () => number): number {
  if (umask === undefined) return start();
  const before = sys.umask(umask);
  try {
    return start();
  } finally {
    sys.umask(before);
  }
}
