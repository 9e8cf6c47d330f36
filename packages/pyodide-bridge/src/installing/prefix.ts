/** Where what is installed for pysock lies, when there is no virtual environment. */
import { join } from 'node:path';
import { absolute, homeFolder } from '../snapshot/home-folder.ts';

/**
 * `sys.base_prefix`: a folder of pysock's own below the user's data folder ($XDG_DATA_HOME, or ~/.local/share). It need not exist.
 * Never a CPython's, whose packages may hold code for this machine's processor.
 */
export function basePrefix(env: Readonly<Record<string, string | undefined>>): string {
  const data = absolute(env.XDG_DATA_HOME) ?? join(homeFolder(env), '.local', 'share');
  return join(data, 'pysock');
}
