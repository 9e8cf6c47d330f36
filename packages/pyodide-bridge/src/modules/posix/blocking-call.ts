/** System calls of builtins that may block: in the kernel, while other threads go on. */
import type { KernelCall } from '../../scheduler/kernel-wait.ts';

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
