/** Lib/socket.py: the constants as groups with names: AddressFamily, SocketKind, MsgFlag and AddressInfo. */
import { type SocketConstants as Constants, constants } from '@pysock/host/constants';

/** The constants of a group by their names. */
export type Group<Prefix extends string> = Readonly<Record<Extract<keyof Constants, `${Prefix}${string}`>, number>>;

/** enum.py: IntEnum._convert_: the constants in capitals that a prefix has, in the order of their values. */
function group<Prefix extends string>(prefix: Prefix): Group<Prefix> {
  const members = Object.entries(constants).filter(([name]) => name.startsWith(prefix) && name === name.toUpperCase());
  members.sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1));
  return Object.freeze(Object.fromEntries(members)) as Group<Prefix>;
}

/** Lib/socket.py: AddressFamily. What a socket's `family` may be. */
export const AddressFamily = group('AF_');
/** Lib/socket.py: SocketKind. What a socket's `type` may be, and the flags SOCK_CLOEXEC and SOCK_NONBLOCK. */
export const SocketKind = group('SOCK_');
/** Lib/socket.py: MsgFlag. Flags of send, recv and their kin. */
export const MsgFlag = group('MSG_');
/** Lib/socket.py: AddressInfo. Flags of getaddrinfo(). */
export const AddressInfo = group('AI_');

function nameIn(members: Readonly<Record<string, number>>, value: number): string | undefined {
  return Object.entries(members).find(([, member]) => member === value)?.[0];
}

function namesIn(members: Readonly<Record<string, number>>, flags: number): string[] {
  const found = Object.entries(members).filter(([, bit]) => bit !== 0 && (flags & bit) === bit);
  return found.map(([name]) => name);
}

/** Python's `AddressFamily(family).name`; undefined for a number that is none. */
export function addressFamilyName(family: number): string | undefined {
  return nameIn(AddressFamily, family);
}

/** Python's `SocketKind(type).name`; undefined for a number that is none. */
export function socketKindName(type: number): string | undefined {
  return nameIn(SocketKind, type);
}

/** Python's `MsgFlag(flags)` taken apart: the names of the flags of a send() or recv(). */
export function msgFlagNames(flags: number): string[] {
  return namesIn(MsgFlag, flags);
}

/** Python's `AddressInfo(flags)` taken apart: the names of the flags of a getaddrinfo(). */
export function addressInfoNames(flags: number): string[] {
  return namesIn(AddressInfo, flags);
}
