/** A digest of the code that a memory snapshot depends on: ours. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { urlOfModule } from '@pysock/host';
import { bundleDigest } from './bundle.ts';
import { checksum } from './checksum.ts';

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
function filesOf(file: string): string[] {
  if (!file.endsWith('.ts')) return [file];
  const parts = file.split('/');
  const source = parts.slice(0, parts.lastIndexOf('src') + 1).join('/');
  const files = readdirSync(source, { recursive: true, withFileTypes: true });
  return files
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

export function codeDigest(): string {
  if (bundleDigest !== undefined) return bundleDigest;
  const self = fileURLToPath(urlOfModule(import.meta.url));
  const shim = shimFile();
  const files = shim !== undefined && dirname(shim) !== dirname(self) ? [self, shim] : [self];
  return checksum(...files.flatMap(filesOf).map((path) => readFileSync(path)));
}
