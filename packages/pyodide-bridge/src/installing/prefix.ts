/** Where what is installed for pysock lies, when there is no virtual environment. */
import { homedir } from 'node:os';
import { join } from 'node:path';

const absolute = (path: string | undefined): string | undefined => (path?.startsWith('/') ? path : undefined);

/**
 * `sys.base_prefix`: a folder of pysock's own below the user's data folder ($XDG_DATA_HOME, or ~/.local/share). It need not exist.
 * Never a CPython's, whose packages may hold code for this machine's processor.
 */
export function basePrefix(env: Readonly<Record<string, string | undefined>>): string {
  const data = absolute(env.XDG_DATA_HOME) ?? join(absolute(env.HOME) ?? homedir(), '.local', 'share');
  return join(data, 'pysock');
}
