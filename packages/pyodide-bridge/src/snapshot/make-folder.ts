/** Making the folder of the cache. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown }).code;
}

function make(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    const parent = dirname(folder);
    if (codeOf(error) !== 'ENOENT' || parent === folder) throw error;
    make(parent);
    mkdirSync(folder, { mode: 0o700 });
  }
}

/**
 * Makes a folder and those above it. False when that cannot be done.
 *
 * Not `recursive: true`: Node 26's never returns for a path below /proc, nor does `enableCompileCache` then.
 */
export function makeFolder(folder: string): boolean {
  try {
    make(folder);
    return true;
  } catch {
    return false;
  }
}
