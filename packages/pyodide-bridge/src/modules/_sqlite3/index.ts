/**
 * SQLite waits for a lock of another connection's by sleeping and looking again. The other thread of this process which has the lock
 * must run meanwhile, so its sleep lets other threads go on. CPython's lock is released around it.
 */
import { constants, sys } from '@pysock/host';
import { monotonic } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { canSwitchStacks, createTrampolines } from '../../wasm/trampolines.ts';

/** sqlite3.h: where `xSleep` lies in sqlite3_vfs. */
const XSLEEP = 60;

const NANOSECONDS = 1000;

export function sleepAmongThreads(bridge: Bridge): void {
  if (!canSwitchStacks()) return;
  const { capi, scheduler } = bridge;
  // C looks at signals itself, with its lock taken again.
  const trampolines = createTrampolines(scheduler.suspension, () => 0);

  /** os_unix.c: unixSleep. Returns how long it slept, in microseconds. */
  function sleep(_vfs: number, microseconds: number): number {
    const nanoseconds = microseconds * NANOSECONDS;
    if (!scheduler.threaded || !scheduler.isDetached) {
      sys.sleepUntil(process.hrtime.bigint() + BigInt(nanoseconds));
      return microseconds;
    }
    const wake = monotonic() + nanoseconds;
    const wait = {
      files: [],
      deadline: wake,
      expired: 0,
      whenSignalled: 0,
      attempt: () => (monotonic() < wake ? -constants.EAGAIN : 0),
    };
    return scheduler.finish(scheduler.waitFor(wait), () => microseconds);
  }

  const vfs = rawFunction(capi.module, 'sqlite3_vfs_find')(0);
  const place = capi.module.addFunction(trampolines.waiting(sleep as (...args: number[]) => number, 2), 'iii');
  capi.memory.setInt32(vfs + XSLEEP, place);
}
