/** What is kept between two starts, and no more of it than is wanted. */
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Removes the files of a folder whose names begin with `prefix`, but for the `kept` that were written last. Throws what `fs` does. */
export function removeOldFiles(folder: string, prefix: string, kept: number): void {
  const files = readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .map((name) => ({ path: join(folder, name), written: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.written - a.written);
  for (const { path } of files.slice(kept)) rmSync(path, { force: true });
}
