/** Calls on files and processes, which are told where a filter asks for them. */
import { stringAt } from '@pysock/host/call';
import { AT_FDCWD, O_ACCMODE, O_APPEND, O_CREAT, O_EXCL, O_RDONLY, O_TRUNC, O_WRONLY } from '@pysock/host/constants';
import type { Buffer } from '@pysock/host/sys';
import { bytesOf, literalOf } from './bytes.ts';
import type { Describe, Described } from './described.ts';

const quoted = (text: string): string => `'${text}'`;

/** A path by its address, or its bytes with a NUL at their end. */
function path(place: unknown): string {
  if (place instanceof Uint8Array) return quoted(Buffer.from(place).toString().replace(/\0.*/s, ''));
  return quoted(stringAt(place as number) ?? '');
}

function openMode(flags: number): string {
  const access = flags & O_ACCMODE;
  const first = access === O_RDONLY ? 'O_RDONLY' : access === O_WRONLY ? 'O_WRONLY' : 'O_RDWR';
  const others = Object.entries({ O_CREAT, O_EXCL, O_TRUNC, O_APPEND }).filter(([, bit]) => (flags & bit) !== 0);
  return [first, ...others.map(([name]) => name)].join(' | ');
}

/** What an argument says: a folder that a path begins in, a path, the flags of open(), a mode, a number; a blank says nothing. */
type Shape = 'd' | 'p' | 'O' | 'm' | 'n' | ' ';

function shown(shape: Shape, value: unknown, numberOf: (fd: number) => number | undefined): string {
  if (shape === 'd') return value === AT_FDCWD ? '' : `below fd ${numberOf(value as number) ?? '?'}`;
  if (shape === 'p') return path(value);
  if (shape === 'O') return openMode(value as number);
  if (shape === 'm') return `0o${(value as number).toString(8)}`;
  return shape === 'n' ? String(value) : '';
}

const by =
  (shapes: string): Describe =>
  (args, _result, numberOf) => ({
    detail: [...shapes]
      .map((shape, at) => shown(shape as Shape, args[at], numberOf))
      .filter((text) => text !== '')
      .join(' '),
  });

const making =
  (describe: Describe, made: (args: readonly unknown[], result: number) => readonly number[]): Describe =>
  (args, result, numberOf) => ({
    ...describe(args, result, numberOf),
    ...(result < 0 ? {} : { made: made(args, result) }),
  });

const placed: Describe = ([, buffer, length, offset], result): Described => ({
  detail: `at ${offset}`,
  ...(result < 0
    ? {}
    : {
        bytes: result,
        data: literalOf(buffer as Buffer, result),
        payload: () => bytesOf(buffer as Buffer, Math.min(result, length as number)),
      }),
});

/** A child's number, when there is one. */
const child: Describe = ([, status], result) => ({
  detail: result > 0 ? `pid ${result} status ${(status as Int32Array)[0]}` : '',
});

/** By path. */
export const PATH_DESCRIPTIONS: Readonly<Record<string, Describe>> = {
  openat: making(by('dpO'), (_args, result) => [result]),
  faccessat: by('dp'),
  fchmodat: by('dpm'),
  fchownat: by('dpnn'),
  mkdirat: by('dpm'),
  mkfifoat: by('dpm'),
  mknodat: by('dpm'),
  unlinkat: by('dp'),
  renameat: by('dpdp'),
  linkat: by('dpdp'),
  symlinkat: by('pdp'),
  readlinkat: by('dp'),
  utimensat: by('dp'),
  statx: by('dp'),
  statvfs: by('p'),
  truncate: by('pn'),
  chdir: by('p'),
  chroot: by('p'),
  getxattr: by('pp'),
  setxattr: by('pp'),
  listxattr: by('p'),
  removexattr: by('pp'),
};

/** By descriptor, beside those that sockets have too. */
export const DESCRIPTOR_DESCRIPTIONS: Readonly<Record<string, Describe>> = {
  pread: placed,
  pwrite: placed,
  lseek: by(' nn'),
  fsync: by(''),
  fdatasync: by(''),
  ftruncate: by(' n'),
  fchmod: by(' m'),
  fchown: by(' nn'),
  futimens: by(''),
  fchdir: by(''),
  dup3: making(by(''), (_args, result) => [result]),
  pipe2: making(by(''), ([pair]) => [...(pair as Int32Array)].slice(0, 2)),
  memfd_create: making(by('p'), (_args, result) => [result]),
};

export const PROCESS_DESCRIPTIONS: Readonly<Record<string, Describe>> = {
  posix_spawn: by(' p'),
  posix_spawnp: by(' p'),
  execve: by('p'),
  wait4: child,
  waitid: by('nn'),
};

export const FILE_DESCRIPTIONS: Readonly<Record<string, Describe>> = {
  ...PATH_DESCRIPTIONS,
  ...DESCRIPTOR_DESCRIPTIONS,
  ...PROCESS_DESCRIPTIONS,
};
