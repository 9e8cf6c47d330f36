/** Telling files apart that nobody forges. Loading `node:crypto` takes 5 ms. */
import { createRequire } from 'node:module';

type Crc32 = (data: string | Uint8Array, value?: number) => number;

/** FNV-1a, for Node before 20.15. */
const fnv: Crc32 = (data, value = 0) => {
  let hash = value ^ 0x811c9dc5;
  for (const byte of typeof data === 'string' ? new TextEncoder().encode(data) : data) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return hash >>> 0;
};

// An `import` of what is not in every Node would name all that is in it, which takes as long again as loading it.
const { crc32 = fnv } = createRequire('/')('node:zlib') as { crc32?: Crc32 };

/** Of all parts together, their lengths included: 16 hexadecimal digits. */
export function checksum(...parts: readonly (string | Uint8Array)[]): string {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const sum = parts.reduce<number>((value, part) => crc32(part, value), 0);
  return [sum, length].map((word) => word.toString(16).padStart(8, '0')).join('');
}

/** A name for a file that is renamed when it is whole. */
export function temporaryName(): string {
  return `.${process.pid}-${Math.random().toString(36).slice(2)}.tmp`;
}
