/** Why Python cannot begin here, in one sentence that says what is missing or too low. */
import { readFileSync } from 'node:fs';

function fileOr(path: string, other: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return other;
  }
}

/** The C library that this process is linked with: `musl`, `glibc` or `a C library that is neither glibc nor musl`. */
export function cLibraryName(maps = fileOr('/proc/self/maps', '')): string {
  if (/\/ld-musl-[^/\n]*$/m.test(maps)) return 'musl';
  return /\/libc\.so\.6$|\/libc-[\d.]+\.so$/m.test(maps) ? 'glibc' : 'a C library that is neither glibc nor musl';
}

/** What the dynamic linker or koffi says when koffi, by which all of the C library is called, cannot be loaded. */
function koffiFailure(message: string, cLibrary: string): string {
  const where = `${process.platform} ${process.arch} with ${cLibrary}`;
  const [, library] = /(lib(?:stdc\+\+|gcc_s|atomic)\.so\.\d+)/.exec(message) ?? [];
  if (library !== undefined)
    return `koffi, which calls the C library, needs ${library}, and this system (${where}) has none: install libstdc++ (Alpine: apk add libstdc++)`;
  if (/native Koffi module|Cannot find module/i.test(message))
    return `there is no build of koffi, which calls the C library, for ${where}: install the package with its optional dependencies`;
  return `koffi, which calls the C library, cannot be loaded on ${where}: ${message}`;
}

/** A limit of the process as /proc/self/limits has it: `Max open files   1024   4096   files`. */
function limitOf(name: string, limits: string): string {
  const number = new RegExp(`^${name} +(\\d+)`, 'm').exec(limits)?.[1];
  return number === undefined ? 'too few' : `only ${number}`;
}

/** A message of Node, of the dynamic linker or of koffi; what is none of the known ones stays as it is. */
export function startFailure(
  message: string,
  { cLibrary = cLibraryName, limits = () => fileOr('/proc/self/limits', '') } = {},
): string {
  if (/\bEMFILE\b/.test(message))
    return `${limitOf('Max open files', limits())} files may be open (ulimit -n), and a start takes 32`;
  if (/\bWorker initialization failure: EAGAIN\b/.test(message))
    return `${limitOf('Max processes', limits())} tasks may run (ulimit -u, or the container's limit), and a start takes 12`;
  return /koffi/i.test(message) ? koffiFailure(message, cLibrary()) : message;
}

const PERMISSIONS = [
  ['fs.read', '--allow-fs-read=*'],
  ['fs.write', '--allow-fs-write=*'],
  ['worker', '--allow-worker'],
  ['addon', '--allow-addons'],
] as const;

/** What Node's permission model (`--permission`) has to grant as well; undefined where nothing is missing. */
export function missingPermissions(
  permission: { has(scope: string): boolean } | undefined = process.permission,
): string | undefined {
  const missing = PERMISSIONS.filter(([scope]) => permission?.has(scope) === false).map(([, option]) => option);
  return missing.length === 0 ? undefined : `under --permission Node has to be given ${missing.join(' ')} as well`;
}
