/** `pysock --prepare [DIR]`: what a first start makes, made at build time for a system that cannot write, or must not wait. */
import type * as ChildProcess from 'node:child_process';
import { chmodSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { load } from '../snapshot/bundle.ts';
import { cacheFolder } from '../snapshot/cache-folder.ts';
import { makeFolder } from '../snapshot/make-folder.ts';

const MB = 2 ** 20;
/** The first start makes the snapshot; the next one, which starts from it, keeps the compiled code that is then usual. */
const STARTS = 2;

/** What to print, and the exit status. */
export interface Prepared {
  readonly text: string;
  readonly status: 0 | 1;
}

function makeReadable(folder: string): void {
  chmodSync(folder, 0o755);
  // Node before 20.12 does not tell the folder of an entry.
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    chmodSync(path, statSync(path).isDirectory() ? 0o755 : 0o644);
  }
}

/** `command`: Node, its options, and the command's script. */
export async function prepare(given: string | undefined, command: readonly string[]): Promise<Prepared> {
  const folder = given === undefined ? cacheFolder(process.env) : resolve(given);
  if (folder === null || !makeFolder(folder)) {
    return { text: `pysock: ${given ?? 'no folder of this user'} cannot be made or written\n`, status: 1 };
  }
  const { spawnSync } = (await load('node:child_process')) as typeof ChildProcess;
  const [node = process.execPath, ...args] = command;
  for (let start = 0; start < STARTS; start++) {
    const env = { ...process.env, PYSOCK_CACHE: folder };
    const { status, stderr } = spawnSync(node, [...args, '-c', 'pass'], { env, encoding: 'utf8' });
    if (status !== 0) return { text: stderr, status: 1 };
  }
  const files = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  if (!files.some(({ name }) => name.startsWith('snapshot-'))) {
    return { text: `pysock: nothing can be kept in ${folder}\n`, status: 1 };
  }
  // A cache made by one user, at build time, is read by another.
  if (given !== undefined) makeReadable(folder);
  const bytes = files.reduce((sum, { name }) => sum + statSync(join(folder, name)).size, 0);
  return { text: `prepared: ${folder} (${files.length} files, ${Math.ceil(bytes / MB)} MB)\n`, status: 0 };
}
