/** Why koffi cannot be loaded, in one sentence that says what is missing. */
import { readFileSync } from 'node:fs';

function maps(): string {
  try {
    return readFileSync('/proc/self/maps', 'latin1');
  } catch {
    return '';
  }
}

/** The C library that this process is linked with: `musl`, `glibc` or `a C library that is neither glibc nor musl`. */
export function cLibraryName(mapped = maps()): string {
  if (/\/ld-musl-[^/\n]*$/m.test(mapped)) return 'musl';
  return /\/libc\.so\.6$|\/libc-[\d.]+\.so$/m.test(mapped) ? 'glibc' : 'a C library that is neither glibc nor musl';
}

/** `message`: what the dynamic linker or the runtime says. */
export function koffiFailure(message: string, cLibrary = cLibraryName()): string {
  const where = `${process.platform} ${process.arch} with ${cLibrary}`;
  const [, library] = /(lib(?:stdc\+\+|gcc_s|atomic)\.so\.\d+)/.exec(message) ?? [];
  if (library !== undefined)
    return `koffi, which calls the C library, needs ${library}, and this system (${where}) has none: install libstdc++ (Alpine: apk add libstdc++)`;
  if (/Cannot find (?:module|package)/i.test(message))
    return `there is no build of koffi, which calls the C library, for ${where}: install the package with its optional dependencies`;
  return `koffi, which calls the C library, cannot be loaded on ${where}: ${message}`;
}
