/** Why Python cannot begin here, in one sentence that says what is missing or too low. */
import { readFileSync } from 'node:fs';

function fileOr(path: string, other: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return other;
  }
}

/** A limit of the process as /proc/self/limits has it: `Max open files   1024   4096   files`. */
function limitOf(name: string, limits: string): string {
  const number = new RegExp(`^${name} +(\\d+)`, 'm').exec(limits)?.[1];
  return number === undefined ? 'too few' : `only ${number}`;
}

/** A message of Node; what is none of the known ones stays as it is. */
export function startFailure(message: string, { limits = () => fileOr('/proc/self/limits', '') } = {}): string {
  if (/\bEMFILE\b/.test(message))
    return `${limitOf('Max open files', limits())} files may be open (ulimit -n), and a start takes 32`;
  if (/\bWorker initialization failure: EAGAIN\b/.test(message))
    return `${limitOf('Max processes', limits())} tasks may run (ulimit -u, or the container's limit), and a start takes 12`;
  return message;
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
