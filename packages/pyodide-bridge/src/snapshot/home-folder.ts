/** The user's own folder. */
import { homedir } from 'node:os';

export const absolute = (path: string | undefined): string | undefined => (path?.startsWith('/') ? path : undefined);

/** A user whom no file of accounts lists (a container's uid) has none: then it is /. `accounts` says what these have. */
export function homeFolder({ HOME }: Readonly<Record<string, string | undefined>>, accounts = homedir): string {
  try {
    return absolute(HOME) ?? accounts();
  } catch {
    return '/';
  }
}
