/** Where what pysock keeps between two starts lies. */
import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const absolute = (path: string | undefined): string | undefined => (path?.startsWith('/') ? path : undefined);

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

/** The folder, or null: nowhere. `PYSOCK_CACHE` names it, and is empty where nothing is to be kept. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string | null {
  const { PYSOCK_CACHE, XDG_CACHE_HOME, HOME } = env;
  const folder =
    PYSOCK_CACHE ?? join(absolute(XDG_CACHE_HOME) ?? join(absolute(HOME) ?? homedir(), '.cache'), 'pysock');
  return folder === '' || !isTrusted(folder) ? null : folder;
}
