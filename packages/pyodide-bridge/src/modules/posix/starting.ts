/** What every program that Python starts, or becomes, has of this process. */
import type { sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { OpenFilesLimit, limits as openFiles } from '../../processes/open-files.ts';
import type { Inherited } from '../../signals/inherited.ts';

const limits = new WeakMap<Bridge, OpenFilesLimit>();

/** The soft limit of open files that this process was started with, where it is known. */
export function noteOpenFiles(bridge: Bridge, inherited: number | undefined): void {
  if (inherited !== undefined) limits.set(bridge, new OpenFilesLimit(inherited));
}

/** The soft limit that Python sees where the kernel has `soft`. */
export function seenOpenFiles(bridge: Bridge, soft: bigint): bigint {
  return limits.get(bridge)?.seen(soft) ?? soft;
}

/** Python has set the limit of open files. */
export function openFilesWereSet(bridge: Bridge): void {
  limits.get(bridge)?.set();
}

/** The soft limit that a copy of this process begins with. */
export function inheritedOpenFiles(bridge: Bridge): Pick<Inherited, 'openFiles'> {
  const limit = limits.get(bridge);
  return limit === undefined ? {} : { openFiles: Number(limit.seen(openFiles()[0] as bigint)) };
}

/** Has this process be, while `start` runs, what Python takes it for. */
export function asPython<T>(bridge: Bridge, start: () => T): T {
  const limit = limits.get(bridge);
  return limit === undefined ? start() : limit.during(start);
}

/** The signals that a program has blocked from its start: those of Python's thread. */
export function signalMask({ scheduler }: Bridge): Pick<sys.SpawnAttributes, 'sigmask'> {
  return { sigmask: (scheduler.current ?? scheduler.main).blocked };
}
