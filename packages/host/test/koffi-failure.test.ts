import { expect, test } from 'vitest';
import { cLibraryName, koffiFailure } from '../src/call/koffi-failure.ts';

const MUSL = '7f00-7f01 r-xp 0 fe:00 1 /lib/ld-musl-x86_64.so.1\n';
const GLIBC = '7f00-7f01 r-xp 0 fe:00 1 /usr/lib/x86_64-linux-gnu/libc.so.6\n';
const where = `${process.platform} ${process.arch}`;

test('a library that koffi needs is named, with the C library that was seen', () => {
  const text =
    'Error loading shared library libstdc++.so.6: No such file or directory (needed by /a/koffi-linux-x64/koffi.node)';
  expect(koffiFailure(text, cLibraryName(MUSL))).toBe(
    `koffi, which calls the C library, needs libstdc++.so.6, and this system (${where} with musl) has none: install libstdc++ (Alpine: apk add libstdc++)`,
  );
});
test('no build for this system', () => {
  const text = "Cannot find module '@koromix/koffi-linux-x64'\nRequire stack:\n- /a/python.cjs";
  expect(koffiFailure(text, cLibraryName(GLIBC))).toBe(
    `there is no build of koffi, which calls the C library, for ${where} with glibc: install the package with its optional dependencies`,
  );
});
test('what koffi says otherwise is kept', () => {
  const text = "/lib/libc.so.6: version `GLIBC_2.99' not found (required by /a/koffi.node)";
  expect(koffiFailure(text, cLibraryName(GLIBC))).toBe(
    `koffi, which calls the C library, cannot be loaded on ${where} with glibc: ${text}`,
  );
});
