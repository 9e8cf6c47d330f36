/** <pwd.h>, <grp.h>: users and groups, as the system's databases have them. */
import { addressOf, lazy, viewOf } from '../call/libc.ts';
import { bytesAt, cString, pointerAt, pointersAt } from '../call/memory.ts';
import { ERANGE } from '../generated/constants/values.ts';
import { group, passwd } from '../layouts/index.ts';

const c = {
  getpwnam_r: lazy('int getpwnam_r(void *, void *, void *, size_t, void *)'),
  getpwuid_r: lazy('int getpwuid_r(unsigned int, void *, void *, size_t, void *)'),
  getgrnam_r: lazy('int getgrnam_r(void *, void *, void *, size_t, void *)'),
  getgrgid_r: lazy('int getgrgid_r(unsigned int, void *, void *, size_t, void *)'),
  setpwent: lazy('void setpwent()'),
  getpwent: lazy('uintptr_t getpwent()'),
  endpwent: lazy('void endpwent()'),
  setgrent: lazy('void setgrent()'),
  getgrent: lazy('uintptr_t getgrent()'),
  endgrent: lazy('void endgrent()'),
};

/** Texts are bytes of whatever encoding the database has; null where there is none. */
export type Text = Uint8Array | null;

export interface Passwd {
  readonly name: Text;
  readonly passwd: Text;
  readonly uid: number;
  readonly gid: number;
  readonly gecos: Text;
  readonly dir: Text;
  readonly shell: Text;
}

export interface Group {
  readonly name: Text;
  readonly passwd: Text;
  readonly gid: number;
  readonly members: readonly Uint8Array[];
}

function textAt(place: number): Text {
  const pointer = pointerAt(place);
  return pointer === 0 ? null : bytesAt(pointer);
}

function numberAt(place: number): number {
  return new DataView(viewOf(place, 4).buffer).getUint32(0, true);
}

function readPasswd(at: number): Passwd {
  return {
    name: textAt(at + passwd.pw_name),
    passwd: textAt(at + passwd.pw_passwd),
    uid: numberAt(at + passwd.pw_uid),
    gid: numberAt(at + passwd.pw_gid),
    gecos: textAt(at + passwd.pw_gecos),
    dir: textAt(at + passwd.pw_dir),
    shell: textAt(at + passwd.pw_shell),
  };
}

function readGroup(at: number): Group {
  return {
    name: textAt(at + group.gr_name),
    passwd: textAt(at + group.gr_passwd),
    gid: numberAt(at + group.gr_gid),
    members: pointersAt(pointerAt(at + group.gr_mem)).map(bytesAt),
  };
}

const FIRST_SIZE = 1024;
const MOST_SIZE = 1 << 24;

type Find = (into: Uint8Array, buffer: Uint8Array, size: number, found: BigUint64Array) => number;

/** An entry; undefined when there is none, or -errno. The room grows until the entry fits. */
function find<Entry>(sizeof: number, read: (at: number) => Entry, call: Find): Entry | undefined | number {
  const into = new Uint8Array(sizeof);
  const found = new BigUint64Array(1);
  for (let size = FIRST_SIZE; ; size *= 2) {
    const buffer = new Uint8Array(size);
    const result = call(into, buffer, size, found);
    if (result === ERANGE && size < MOST_SIZE) continue;
    if (found[0] !== 0n) {
      const entry = read(addressOf(into));
      // The entry points into it, so it must live until here; and a password is nothing to leave behind.
      buffer.fill(0);
      return entry;
    }
    return result === 0 ? undefined : -result;
  }
}

export function getpwnam(name: Uint8Array): Passwd | undefined | number {
  return find(passwd.sizeof, readPasswd, (...room) => c.getpwnam_r(cString(name), ...room));
}

export function getpwuid(uid: number): Passwd | undefined | number {
  return find(passwd.sizeof, readPasswd, (...room) => c.getpwuid_r(uid, ...room));
}

export function getgrnam(name: Uint8Array): Group | undefined | number {
  return find(group.sizeof, readGroup, (...room) => c.getgrnam_r(cString(name), ...room));
}

export function getgrgid(gid: number): Group | undefined | number {
  return find(group.sizeof, readGroup, (...room) => c.getgrgid_r(gid, ...room));
}

export function getpwall(): Passwd[] {
  const all: Passwd[] = [];
  c.setpwent();
  for (let at = c.getpwent(); at !== 0; at = c.getpwent()) all.push(readPasswd(at));
  c.endpwent();
  return all;
}

export function getgrall(): Group[] {
  const all: Group[] = [];
  c.setgrent();
  for (let at = c.getgrent(); at !== 0; at = c.getgrent()) all.push(readGroup(at));
  c.endgrent();
  return all;
}
