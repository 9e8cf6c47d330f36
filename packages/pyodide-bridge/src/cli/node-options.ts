/**
 * Options that Node has to be started with, and the launcher (launch.sh) cannot give to each: an older Node refuses one that it does not
 * know. Of which file it is known is kept in the cache: the file's path, in a note with the file's time.
 */
import { realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addressOf, constants, sys } from '@pysock/host';
import { cString } from '@pysock/host/call';
import { cacheFolder } from '../snapshot/cache-folder.ts';
import { temporaryName } from '../snapshot/checksum.ts';

const NS_PER_S = 1_000_000_000n;
const NAME = 'disable-sigusr1';

/** A file that is older has no time of its own: a package manager gives all of them the same. */
const FIRST_TIME = BigInt(Date.UTC(2000));

/** Node 22.14, 23.7 and later know `--disable-sigusr1`. */
function knowsOption(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 23 || (major === 23 && minor >= 7) || (major === 22 && minor >= 14);
}

/** Notes that the Node at `path` knows the option, for the next start. `path` may also be a program that starts one Node or another. */
export function noteOptions(path: string): void {
  const folder = cacheFolder(process.env);
  if (
    path === '' ||
    folder === null ||
    process.execArgv.includes('--disable-sigusr1') ||
    !knowsOption(process.versions.node)
  )
    return;
  const temporary = join(folder, temporaryName());
  try {
    const { mtimeMs, mtimeNs } = statSync(path, { bigint: true });
    if (mtimeMs < FIRST_TIME || realpathSync(path) !== process.execPath || path.includes('\n')) return;
    const note = join(folder, NAME);
    writeFileSync(temporary, `${path}\n`, { flag: 'wx', mode: 0o600 });
    // Not fs.utimes, which takes a double: sh compares nanoseconds.
    const time = [mtimeNs / NS_PER_S, mtimeNs % NS_PER_S];
    const place = cString(temporary);
    sys.utimensat(constants.AT_FDCWD, addressOf(place), BigInt64Array.from([...time, ...time]), 0);
    renameSync(temporary, note);
  } catch {
    // The next start may be luckier.
  }
}
