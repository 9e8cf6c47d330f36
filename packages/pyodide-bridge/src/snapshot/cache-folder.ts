/** Where what pysock keeps between two starts lies. */
import { homedir } from 'node:os';
import { join } from 'node:path';

const absolute = (path: string | undefined): string | undefined => (path?.startsWith('/') ? path : undefined);

/** The folder, or null: nowhere. `PYSOCK_CACHE` names it, and is empty where nothing is to be kept. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string | null {
  const { PYSOCK_CACHE, XDG_CACHE_HOME, HOME } = env;
  const folder =
    PYSOCK_CACHE ?? join(absolute(XDG_CACHE_HOME) ?? join(absolute(HOME) ?? homedir(), '.cache'), 'pysock');
  return folder === '' ? null : folder;
}
