/** _threadmodule.c: the type `_thread.lock`. A released lock is handed to the first who waits for it. */
import { constants } from '@pysock/host';
import { monotonic } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { noArgs, varArgs, withKeywords } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import { type MethodDef, Py_TPFLAGS_IMMUTABLETYPE, Slot } from '../../capi/methodobject.ts';
import type { PyThread } from '../../scheduler/threads.ts';
import { addressText, deallocWithWeakrefs, type WaitArguments } from './common.ts';

const { EAGAIN } = constants;

export const LockField = { locked: 8, weaklist: 12, size: 16 } as const;

/** A thread that waits for a lock, and whether it was handed the lock. */
interface Waiter {
  readonly thread: PyThread | undefined;
  granted: boolean;
}

export type Locks = ReturnType<typeof createLocks>;

/** The locks themselves: a word in the object, and who waits for it while somebody does. */
export function createLocks(bridge: Bridge) {
  const { capi, scheduler } = bridge;
  const { memory } = capi;
  const queues = new Map<PyObject, Waiter[]>();

  function withdraw(lock: PyObject, waiter: Waiter): void {
    const queue = queues.get(lock);
    const index = queue?.indexOf(waiter) ?? -1;
    if (index >= 0) queue?.splice(index, 1);
    if (queue?.length === 0) queues.delete(lock);
  }

  /** Hands the lock on, or opens it. */
  function release(lock: PyObject): void {
    const queue = queues.get(lock);
    const first = queue?.shift();
    if (first === undefined) {
      memory.setInt32(lock + LockField.locked, 0);
      return;
    }
    if (queue?.length === 0) queues.delete(lock);
    first.granted = true;
    if (first.thread !== undefined) scheduler.wake(first.thread);
  }

  return {
    /** 1 when taken, TIMED_OUT, INTERRUPTED, or SUSPENDED. `timeout` in nanoseconds, negative for none; 0 does not wait. */
    acquire(lock: PyObject, timeout: number): number {
      if (memory.int32(lock + LockField.locked) === 0) {
        memory.setInt32(lock + LockField.locked, 1);
        return 1;
      }
      if (timeout === 0) return 0;
      const waiter: Waiter = { thread: scheduler.current, granted: false };
      const queue = queues.get(lock);
      if (queue === undefined) queues.set(lock, [waiter]);
      else queue.push(waiter);
      return scheduler.waitFor({
        files: [],
        deadline: timeout < 0 ? Number.POSITIVE_INFINITY : monotonic() + timeout,
        expired: 0,
        attempt: () => (waiter.granted ? 1 : -EAGAIN),
        // It may have been handed over while the handler ran that raised.
        cancel: () => (waiter.granted ? release(lock) : withdraw(lock, waiter)),
      });
    },
    release,
    locked: (lock: PyObject): boolean => memory.int32(lock + LockField.locked) !== 0,
  };
}

export function createLockType(bridge: Bridge, locks: Locks, args: WaitArguments, owner: PyObject): PyObject {
  const { capi, define, errors, finish } = bridge;

  const acquired = (lock: PyObject, timeout: number): PyObject =>
    finish(locks.acquire(lock, timeout), (result) =>
      result < 0 ? errors.setResult(result) : capi.PyBool_FromLong(result === 1),
    );

  function acquire(self: PyObject, positional: PyObject, kwargs: PyObject): PyObject {
    const timeout = args.acquire(positional, kwargs);
    return timeout === null ? 0 : acquired(self, timeout);
  }

  function release(self: PyObject): PyObject {
    if (!locks.locked(self)) return capi.raise('RuntimeError', 'release unlocked lock');
    locks.release(self);
    return capi.none();
  }

  const locked = (self: PyObject): PyObject => capi.PyBool_FromLong(locks.locked(self));

  const acquiring = (name: string): MethodDef =>
    withKeywords(
      name,
      acquire,
      `${name}($self, /, blocking=True, timeout=-1)\n--\n\nLock the lock, waiting for it unless blocking is false. Returns whether it was\nlocked. timeout is in seconds, -1 for none.`,
      { waits: true },
    );
  const releasing = (name: string): MethodDef =>
    noArgs(name, release, `${name}($self, /)\n--\n\nRelease the lock, which any thread may do.`);
  const asking = (name: string): MethodDef =>
    noArgs(name, locked, `${name}($self, /)\n--\n\nWhether the lock is locked.`);

  const methods: MethodDef[] = [
    acquiring('acquire_lock'),
    acquiring('acquire'),
    releasing('release_lock'),
    releasing('release'),
    asking('locked_lock'),
    asking('locked'),
    noArgs('__enter__', (self: PyObject) => acquired(self, -1), '__enter__($self, /)\n--\n\nLock the lock.', {
      waits: true,
    }),
    varArgs('__exit__', release, '__exit__($self, /, *exc_info)\n--\n\nRelease the lock.'),
    noArgs(
      '_at_fork_reinit',
      (self: PyObject) => {
        capi.memory.setInt32(self + LockField.locked, 0);
        return capi.none();
      },
      '_at_fork_reinit($self, /)\n--\n\nOpen the lock in a new process.',
    ),
  ];

  function lock_new(type: PyObject, positional: PyObject, kwargs: PyObject): PyObject {
    const count = capi.PyTuple_Size(positional);
    if (kwargs !== 0 && capi.PyDict_Size(kwargs) > 0) {
      return capi.raise('TypeError', 'lock() takes no keyword arguments');
    }
    if (count > 0) return capi.raise('TypeError', `lock expected 0 arguments, got ${count}`);
    return define.callTable(define.PyType_GetSlot(type, Slot.tp_alloc), type, 0);
  }

  function lock_repr(self: PyObject): PyObject {
    const name = capi.tp_name(capi.Py_TYPE(self));
    return capi.strOf(`<${locks.locked(self) ? 'locked' : 'unlocked'} ${name} object at ${addressText(self)}>`);
  }

  return define.PyType_FromModuleAndSpec(owner, {
    name: '_thread.lock',
    basicsize: LockField.size,
    flags: Py_TPFLAGS_IMMUTABLETYPE,
    weaklistOffset: LockField.weaklist,
    functions: [
      [Slot.tp_new, 'iiii', lock_new as (...args: number[]) => number],
      [Slot.tp_dealloc, 'vi', deallocWithWeakrefs(bridge, LockField.weaklist)],
      [Slot.tp_repr, 'ii', lock_repr as (...args: number[]) => number],
    ],
    doc: 'lock()\n--\n\nA lock object is a synchronization primitive: locked or unlocked, and owned by no thread.',
    methods,
  });
}
