/** What a process inherits and can also be given later, by itself. */
import { readdirSync } from 'node:fs';
import { constants, sys } from '@pysock/host';

const { PRIO_PROCESS, RLIM_NLIMITS } = constants;

/** As JSON has it. */
export interface Given {
  readonly umask: number;
  /** The process group. */
  readonly group: number;
  /** The lower and the upper limit of each resource, in decimals. */
  readonly limits: readonly (readonly [string, string])[];
  /** Of the thread that forks. */
  readonly nice: number;
  readonly processors: readonly number[];
}

/** Bytes for 1,024 processors, as the C library has it. */
const PROCESSORS = 128;

function limitOf(resource: number): [string, string] {
  const limits = new BigUint64Array(2);
  sys.prlimit(0, resource, null, limits);
  return [String(limits[0]), String(limits[1])];
}

function processors(): number[] {
  const mask = new Uint8Array(PROCESSORS);
  sys.sched_getaffinity(0, mask);
  return [...mask];
}

/** Call it in the thread that forks. */
export function present(): Given {
  const umask = sys.umask(0);
  sys.umask(umask);
  return {
    umask,
    group: sys.getpgid(0),
    limits: Array.from({ length: RLIM_NLIMITS }, (_, resource) => limitOf(resource)),
    nice: sys.getpriority(PRIO_PROCESS, 0).value,
    processors: processors(),
  };
}

/** Makes this process, with all its threads, be so. */
export function take({ umask, group, limits, nice, processors: allowed }: Given): void {
  const now = present();
  sys.umask(umask);
  if (group !== now.group) sys.setpgid(0, group);
  for (const [resource, [soft, hard]] of limits.entries()) {
    const [before, most] = now.limits[resource] as [string, string];
    if (soft === before && hard === most) continue;
    sys.prlimit(0, resource, BigUint64Array.of(BigInt(soft), BigInt(hard)), null);
  }
  const isElsewhere = allowed.some((byte, at) => byte !== now.processors[at]);
  if (nice === now.nice && !isElsewhere) return;
  for (const thread of readdirSync('/proc/self/task').map(Number)) {
    if (nice !== now.nice) sys.setpriority(PRIO_PROCESS, thread, nice);
    if (isElsewhere) sys.sched_setaffinity(thread, Uint8Array.from(allowed));
  }
}
