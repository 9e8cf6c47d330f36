/** Starting a program that may lie in one of several places. */
import { addressOf, constants, sys } from '@pysock/host';
import { cString } from '@pysock/host/call';

const { AT_FDCWD, ENOENT, ENOTDIR, F_OK } = constants;
const SLASH = 0x2f;

/** Whether there is nothing at an absolute path: a child to find that out is saved. */
function isMissing(path: Uint8Array): boolean {
  if (path[0] !== SLASH) return false;
  const name = cString(path);
  const result = sys.faccessat(AT_FDCWD, addressOf(name), F_OK, 0);
  return result === -ENOENT || result === -ENOTDIR;
}

export const isNotThere = (result: number): boolean => result === -ENOENT || result === -ENOTDIR;

/**
 * Tries one place after the other, as `execvp` does: what `attempt` returns for the first that can be executed, else the
 * error of the first that is there, else that of the last.
 */
export function firstOf(places: readonly Uint8Array[], attempt: (place: Uint8Array) => number): number {
  let saved = 0;
  let last = -ENOENT;
  for (const place of places) {
    last = isMissing(place) ? -ENOENT : attempt(place);
    if (last >= 0) return last;
    if (!isNotThere(last) && saved === 0) saved = last;
  }
  return saved === 0 ? last : saved;
}
