/** semaphore.c: what a SemLock is, and how it is waited for. */
import { addressOf, constants, sys } from '@pysock/host';
import { INTERRUPTED } from '@pysock/host/call';
import type { Bridge } from '../../bridge.ts';
import type { PyObject } from '../../capi/index.ts';
import { failed } from '../builtin.ts';

const { EAGAIN, EINTR, ETIMEDOUT } = constants;

export const RECURSIVE_MUTEX = 0;
export const SEMAPHORE = 1;

const SECOND = 1_000_000_000;

/** semaphore.c: SemLockObject */
export interface SemLock {
  readonly handle: sys.Semaphore;
  /** The file that it lies in, for processes that are forked: its name may be gone. -1 when it could not be opened. */
  readonly fd: number;
  readonly kind: number;
  readonly maxvalue: number;
  readonly name: string | undefined;
  count: number;
  lastThread: number;
}

export function currentThread({ scheduler }: Bridge): number {
  return (scheduler.current ?? scheduler.main).ident;
}

/** semaphore.c: ISMINE */
export function isMine(bridge: Bridge, { count, lastThread }: SemLock): boolean {
  return count > 0 && lastThread === currentThread(bridge);
}

function taken(bridge: Bridge, lock: SemLock): PyObject {
  lock.count++;
  lock.lastThread = currentThread(bridge);
  return bridge.capi.PyBool_FromLong(true);
}

/** `struct timespec` on the kernel's monotonic clock, `seconds` from now. */
function deadlineAfter(seconds: number): BigInt64Array {
  sys.clock_gettime(constants.CLOCK_MONOTONIC);
  const now = (sys.timespec[0] as bigint) * BigInt(SECOND) + (sys.timespec[1] as bigint);
  const at = now + BigInt(Math.round(Math.min(seconds, 1e9) * SECOND));
  return BigInt64Array.of(at / BigInt(SECOND), at % BigInt(SECOND));
}

/**
 * Waits in the kernel until the semaphore can be taken, as `sem_timedwait` does. `timeout` in seconds, undefined for none. The result
 * is for a builtin that waits.
 */
function wait(bridge: Bridge, lock: SemLock, timeout: number | undefined): PyObject {
  const { capi, errors, finish, scheduler } = bridge;
  const deadline = timeout === undefined ? undefined : deadlineAfter(timeout);
  sys.changeWaiters(lock.handle, 1);
  const leave = (): void => sys.changeWaiters(lock.handle, -1);
  const step = (): PyObject =>
    finish(
      scheduler.makeCall({
        prepare: () => sys.semaphoreWait(lock.handle, deadline === undefined ? 0 : addressOf(deadline)),
        descriptors: [],
      }),
      (result) => {
        if (result === INTERRUPTED) {
          leave();
          return errors.setResult(result);
        }
        const tried = sys.sem_trywait(lock.handle);
        if (tried === -EAGAIN && result !== -ETIMEDOUT) return step();
        leave();
        if (tried === 0) return taken(bridge, lock);
        return tried === -EAGAIN ? capi.PyBool_FromLong(false) : failed(bridge, -tried);
      },
    );
  return step();
}

/** semaphore.c: _multiprocessing_SemLock_acquire_impl */
export function acquire(bridge: Bridge, lock: SemLock, blocks: boolean, timeout: number | undefined): PyObject {
  if (lock.kind === RECURSIVE_MUTEX && isMine(bridge, lock)) return taken(bridge, lock);
  let tried = sys.sem_trywait(lock.handle);
  while (tried === -EINTR) tried = sys.sem_trywait(lock.handle);
  if (tried === 0) return taken(bridge, lock);
  if (tried !== -EAGAIN) return failed(bridge, -tried);
  return blocks ? wait(bridge, lock, timeout) : bridge.capi.PyBool_FromLong(false);
}

/** semaphore.c: _multiprocessing_SemLock_release_impl */
export function release(bridge: Bridge, lock: SemLock): PyObject {
  const { capi } = bridge;
  if (lock.kind === RECURSIVE_MUTEX) {
    if (!isMine(bridge, lock)) {
      return capi.raise('AssertionError', 'attempt to release recursive lock not owned by thread');
    }
    if (lock.count > 1) {
      lock.count--;
      return capi.none();
    }
  } else {
    const value = new Int32Array(1);
    const asked = sys.sem_getvalue(lock.handle, value);
    if (asked < 0) return failed(bridge, -asked);
    if ((value[0] as number) >= lock.maxvalue) {
      return capi.raise('ValueError', 'semaphore or lock released too many times');
    }
  }
  const posted = sys.sem_post(lock.handle);
  if (posted < 0) return failed(bridge, -posted);
  lock.count--;
  return capi.none();
}

/** The value, which other processes may change meanwhile. */
export function withValue(bridge: Bridge, lock: SemLock, then: (value: number) => PyObject): PyObject {
  const value = new Int32Array(1);
  const asked = sys.sem_getvalue(lock.handle, value);
  return asked < 0 ? failed(bridge, -asked) : then(Math.max(value[0] as number, 0));
}
