/**
 * Reading what is not there yet while other threads can run: `fd_read` as a function that can be suspended.
 *
 * It covers `input()`, `sys.stdin` and `os.read`, which come here with nothing but WebAssembly below them. Python has released
 * its lock then: the thread has no thread state while it is suspended (threads.ts).
 *
 * Differs: a file object that writes to a full pipe blocks all threads (`os.write` does not: modules/posix/write.ts). Python's
 * buffered streams tell threads apart by what C calls them, which is one name for all, and a second writer would be refused as
 * the first one come back ("reentrant call").
 */
import { constants, sys } from '@pysock/host';
import type { ErrnoMap } from '../../identity/errno.ts';
import type { Scheduler } from '../../scheduler/scheduler.ts';
import type { RawFunction } from '../../wasm/emscripten.ts';
import { canSwitchStacks, createTrampolines } from '../../wasm/trampolines.ts';

const { EAGAIN, EINTR, F_GETFL, O_NONBLOCK, POLLIN } = constants;

/** fd_read(fd, iovs, iovs_len, nread) */
const ARITY = 4;

export interface WaitingRead {
  /** What takes the place of the import. */
  readonly fd_read: RawFunction;
  /** From now on a read that has to wait lets other threads run. `hostOf` knows the host descriptor of a guest's. */
  waitWith(scheduler: Scheduler, hostOf: (guest: number) => number): void;
}

/** `read` is the call that blocks. */
export function createWaitingRead(errno: ErrnoMap, read: RawFunction): WaitingRead {
  let waiting: { scheduler: Scheduler; hostOf: (guest: number) => number } | undefined;

  const isReady = (host: number): boolean => sys.pollOne(host, POLLIN, 0) !== 0;

  function attempt(fd: number, vector: number, count: number, counter: number): number {
    const again = (): number => read(fd, vector, count, counter);
    if (waiting === undefined || !waiting.scheduler.threaded) return again();
    const { scheduler, hostOf } = waiting;
    const host = hostOf(fd);
    if (host < 0 || isReady(host) || sys.fcntl(host, F_GETFL) & O_NONBLOCK) return again();
    const result = scheduler.waitFor({
      files: [{ fd: host, events: POLLIN }],
      deadline: Number.POSITIVE_INFINITY,
      isSelfContained: true,
      attempt: () => (isReady(host) ? 0 : -EAGAIN),
      // As in the kernel: CPython runs the handlers and reads again.
      whenSignalled: -EINTR,
    });
    return scheduler.finish(result, (ready) => (ready < 0 ? errno.guest(-ready) : again()));
  }

  /** The trampoline is made before there is a scheduler. */
  const scheduler = (): Scheduler => (waiting as NonNullable<typeof waiting>).scheduler;
  const late = {
    park: () => scheduler().park(),
    suspend: () => scheduler().suspend(),
    block: () => scheduler().block(),
    resume: () => scheduler().resume(),
    checked: (result: number) => scheduler().checked(result),
  };
  return {
    // No errno of a read is one of the trampoline's words (WASI's 1 and 3 are E2BIG and EADDRINUSE).
    fd_read: canSwitchStacks() ? createTrampolines(late, () => 0).waiting(attempt, ARITY) : read,
    waitWith(scheduler, hostOf) {
      waiting = { scheduler, hostOf };
    },
  };
}
