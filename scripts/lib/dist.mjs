import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The list of what a build has written, in the folder that it wrote to. */
export const FILES = 'files.json';

/**
 * Removes from the folder what its last build has not written: a build writes over an older one, and so does what turbo
 * restores from its cache. Without a list nothing is removed.
 */
export function removeStale(folder) {
  const list = join(folder, FILES);
  if (!existsSync(list)) return;
  const written = new Set(JSON.parse(readFileSync(list, 'utf8')));
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.map((entry) => ({ entry, path: join(entry.parentPath ?? entry.path, entry.name) }));
  for (const { entry, path } of paths) {
    if (!entry.isDirectory() && !written.has(relative(folder, path))) rmSync(path);
  }
  for (const { path } of paths.filter(({ entry }) => entry.isDirectory()).reverse()) {
    if (readdirSync(path).length === 0) rmdirSync(path);
  }
}
