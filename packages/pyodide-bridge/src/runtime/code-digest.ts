/** A digest of the code that a memory snapshot depends on: ours. */
import { createHash, type Hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleDigest } from './bundle.ts';

/** Where the shim is when it is not part of the bundle. */
function shimFile(): string | undefined {
  try {
    const file = fileURLToPath(import.meta.resolve('@pysock/socket-shim/internals'));
    return existsSync(file) ? file : undefined;
  } catch {
    return undefined;
  }
}

/** A bundle is one file; run from the sources, it is the folder `src` around this one. */
function addCode(hash: Hash, file: string): void {
  if (!file.endsWith('.ts')) {
    hash.update(readFileSync(file));
    return;
  }
  const parts = file.split('/');
  const source = parts.slice(0, parts.lastIndexOf('src') + 1).join('/');
  const files = readdirSync(source, { recursive: true, withFileTypes: true });
  const paths = files.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  for (const path of paths.sort()) hash.update(readFileSync(path));
}

export function codeDigest(): string {
  if (bundleDigest !== undefined) return bundleDigest;
  const hash = createHash('sha256');
  const self = fileURLToPath(import.meta.url);
  addCode(hash, self);
  const shim = shimFile();
  if (shim !== undefined && dirname(shim) !== dirname(self)) addCode(hash, shim);
  return hash.digest('hex');
}
