/** The C library by names that a program says at run time: which shared objects are it, and functions with arguments by kind. */
import { readFileSync } from 'node:fs';
import koffi from './koffi.ts';
import { bind, type CFunction, lazy } from './libc.ts';

/** What a value is for C. An address is the host's. */
export type ForeignType = 'int' | 'unsigned int' | 'int64_t' | 'uint64_t' | 'uintptr_t' | 'double' | 'void';

/** A function of the C library, bound; undefined when this system's has none of that name. */
export function foreignFunction(
  name: string,
  result: ForeignType,
  parameters: readonly ForeignType[],
): CFunction | undefined {
  try {
    return bind(`${result} ${name}(${parameters.join(', ')})`);
  } catch {
    return undefined;
  }
}

/** errno after a call that failed. */
export const foreignErrno = (): number => koffi.errno();

let glibc: boolean | undefined;

/** Whether the C library is GNU's; else it is taken for musl. */
export function isGlibc(): boolean {
  glibc ??= foreignFunction('gnu_get_libc_version', 'uintptr_t', []) !== undefined;
  return glibc;
}

const dlopen = lazy<(name: string, mode: number) => number>('uintptr_t dlopen(const char *, int)');
const RTLD_LAZY = 1;

/** The parts that C libraries are made of, by what they are called on a system with glibc or musl. */
const PARTS = /^(?:.*\/)?(lib(?:c|m|dl|rt|util|pthread|resolv)\.so\.\d+|libc\.musl-\w+\.so\.1|ld-musl-\w+\.so\.1)$/;

/** The file of a part of the C library that this system has, by its soname or its path; undefined for any other name. */
export function partOfCLibrary(name: string): string | undefined {
  const soname = PARTS.exec(name)?.[1];
  if (soname === undefined || dlopen(name, RTLD_LAZY) === 0) return undefined;
  const maps = readFileSync('/proc/self/maps', 'latin1');
  const line = maps.split('\n').find((mapped) => mapped.endsWith(`/${soname}`));
  return line?.slice(line.indexOf('/')) ?? name;
}
