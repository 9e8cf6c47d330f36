/** Where what pysock keeps between two starts lies. */
import { accessSync, constants, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { absolute, homeFolder } from './home-folder.ts';
import { makeFolder } from './make-folder.ts';

const WRITABLE_BY_ALL = 0o002;

/** Whether nobody else may have put something there: what lies in it is run. `sudo` keeps HOME, and so the folder of another user. */
function isTrusted(folder: string): boolean {
  try {
    const { uid, mode } = statSync(folder);
    return (uid === process.geteuid?.() || uid === 0) && (mode & WRITABLE_BY_ALL) === 0;
  } catch {
    // It is not there yet.
    return true;
  }
}

const WRITABLE_OR_READABLE_BY_OTHERS = 0o077;

/** Whether something can be kept there, or already is: a cache may have been made for a system that cannot write there. */
function isUsable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return makeFolder(folder);
  }
  try {
    return readdirSync(folder).some((name) => name.startsWith('snapshot-'));
  } catch {
    return false;
  }
}

/** A folder of this user's alone among those for temporary files, or null. Somebody else may have made one of that name. */
function temporaryFolder(parent: string): string | null {
  const user = process.geteuid?.();
  const folder = join(parent, `pysock-${user}`);
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return null;
  }
  const { uid, mode } = lstatSync(folder);
  const isOwn = (mode & constants.S_IFMT) === constants.S_IFDIR && uid === user;
  return isOwn && (mode & WRITABLE_OR_READABLE_BY_OTHERS) === 0 ? folder : null;
}

/**
 * The folder, or null: nowhere. `PYSOCK_CACHE` names it, and is empty where nothing is to be kept. Without it, it is `pysock` in the
 * user's folder of caches, or `pysock-UID` among the temporary files where that cannot be written.
 */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string | null {
  const { PYSOCK_CACHE: named, XDG_CACHE_HOME, TMPDIR } = env;
  if (named !== undefined) return named === '' || !isTrusted(named) ? null : named;
  const usual = join(absolute(XDG_CACHE_HOME) ?? join(homeFolder(env), '.cache'), 'pysock');
  return isTrusted(usual) && isUsable(usual) ? usual : temporaryFolder(absolute(TMPDIR) ?? '/tmp');
}
