/**
 * The guest's system calls that may block, as functions that can be suspended while other threads run.
 *
 * It covers what comes here with nothing but WebAssembly below it and Python's lock released, as it is around every call of CPython's that may
 * block: the thread has no thread state while it is suspended (threads.ts). Code that holds the lock keeps the other threads waiting, as
 * in CPython.
 */
import { SUSPENDED } from '@pysock/host/call';
import type { Scheduler } from '../../scheduler/scheduler.ts';
import type { Imports, RawFunction } from '../../wasm/emscripten.ts';
import { canSwitchStacks, createTrampolines } from '../../wasm/trampolines.ts';
import type { HostFilesContext } from './context.ts';
import type { WaitingCalls } from './waiting-call.ts';
import { createWaitingLocks } from './waiting-locks.ts';
import { createWaitingOpen } from './waiting-open.ts';
import { createWaitingTransfers } from './waiting-transfers.ts';

/** Calls that end at once, around which CPython releases its lock: another thread that was woken may go on then. By their arity. */
const PASSING = {
  __syscall_stat64: 2,
  __syscall_lstat64: 2,
  __syscall_fstat64: 2,
  __syscall_newfstatat: 4,
  __syscall_getdents64: 3,
  __syscall_mkdirat: 3,
  __syscall_unlinkat: 3,
  __syscall_rmdir: 1,
  __syscall_renameat: 4,
} as const;

/** Replaces imports. They wait once the result is called. */
export function installWaitingCalls(imports: Imports, context: HostFilesContext): (scheduler: Scheduler) => void {
  if (!canSwitchStacks()) return () => undefined;
  let known: Scheduler | undefined;
  const scheduler = (): Scheduler => known as Scheduler;
  /** The trampolines are made before there is a scheduler. */
  const trampolines = createTrampolines(
    {
      park: () => scheduler().suspension.park(),
      suspend: () => scheduler().suspension.suspend(),
      block: () => scheduler().suspension.block(),
      resume: () => scheduler().suspension.resume(),
      checked: (result: number) => scheduler().suspension.checked(result),
    },
    // C looks at signals itself when it is told of them, with its lock taken again.
    () => 0,
  );
  const calls: WaitingCalls = {
    ...createWaitingTransfers(context),
    ...createWaitingOpen(context),
    ...createWaitingLocks(context),
  };
  for (const [name, { arity, make }] of Object.entries(calls)) {
    const blocking = imports[name] as RawFunction;
    const attempt = (...args: number[]): number => {
      if (known === undefined || !known.threaded || !known.isDetached) return blocking(...args);
      const made = make(known, ...args);
      if (made === undefined) return blocking(...args);
      return made.result === SUSPENDED
        ? known.finish(SUSPENDED, made.conclude)
        : known.passOn(made.conclude(made.result));
    };
    imports[name] = trampolines.waiting(attempt, arity) as Imports[string];
  }
  for (const [name, arity] of Object.entries(PASSING)) {
    const call = imports[name] as RawFunction;
    const attempt = (...args: number[]): number => {
      const result = call(...args);
      return known === undefined || !known.threaded || !known.isDetached ? result : known.passOn(result);
    };
    imports[name] = trampolines.waiting(attempt, arity) as Imports[string];
  }
  return (made) => {
    known = made;
  };
}
