/** System calls of builtins that may block: in the kernel, while other threads go on. */
import { constants, sys } from '@pysock/host';
import type { KernelCall } from '../../scheduler/kernel-wait.ts';

const { POLLIN, POLLOUT, PIPE_BUF, S_IFIFO, S_IFMT, S_IFREG } = constants;

/** Whether a transfer returns at once, so that no other thread has to be given way to. */
export type IsQuick = (host: number, length: number) => boolean;

const isRegular = (host: number): boolean => sys.fstat(host) < 0 || (sys.stat.mode & S_IFMT) === S_IFREG;

export const readsQuickly: IsQuick = (host) =>
  isRegular(host) || (!sys.areFilesShared() && sys.pollOne(host, POLLIN, 0) !== 0);

/** A pipe that is ready takes so much without blocking (pipe(7)). */
export const writesQuickly: IsQuick = (host, length) =>
  isRegular(host) ||
  ((sys.stat.mode & S_IFMT) === S_IFIFO && length <= PIPE_BUF && sys.pollOne(host, POLLOUT, 0) !== 0);

/**
 * A call by its number. `args` is asked each time that the call is made, as what it points to may have moved. A descriptor, at one of
 * the places in `descriptors`, is replaced when it was closed meanwhile and the call goes on with a duplicate.
 */
export function blockingCall(
  number: number,
  descriptors: readonly number[],
  args: () => readonly number[],
): KernelCall {
  const moved = new Map<number, number>();
  const current = (fd: number): number => moved.get(fd) ?? fd;
  return {
    descriptors,
    prepare: () => ({
      number,
      args: args().map((value, place) => (descriptors.includes(place) ? current(value) : value)),
    }),
    moved(from, to) {
      for (const [first, last] of moved) if (last === from) moved.set(first, to);
      moved.set(from, to);
    },
  };
}
