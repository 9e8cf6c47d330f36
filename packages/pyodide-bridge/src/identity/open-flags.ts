/** open(2)'s flags: the guest's are those of most Linux systems, arm64 has some of its own. */
import { constants } from 'node:fs';

const { O_DIRECTORY, O_NOFOLLOW, O_DIRECT = 0 } = constants as typeof constants & { O_DIRECT?: number };

const GUEST_DIRECTORY = 0o200000;
const GUEST_NOFOLLOW = 0o400000;
const GUEST_DIRECT = 0o40000;
const GUEST_LARGEFILE = 0o100000;

const OWN = [
  [GUEST_DIRECTORY, O_DIRECTORY],
  [GUEST_NOFOLLOW, O_NOFOLLOW],
  [GUEST_DIRECT, O_DIRECT],
  [GUEST_LARGEFILE, 0],
] as const;

const COMMON = ~OWN.reduce((all, [guest]) => all | guest, 0);

export function hostOpenFlags(guest: number): number {
  return OWN.reduce((flags, [mine, theirs]) => (guest & mine ? flags | theirs : flags), guest & COMMON);
}

export function guestOpenFlags(host: number): number {
  const theirs = OWN.reduce((all, [, flag]) => all | flag, 0);
  return OWN.reduce((flags, [mine, flag]) => (flag !== 0 && host & flag ? flags | mine : flags), host & ~theirs);
}
