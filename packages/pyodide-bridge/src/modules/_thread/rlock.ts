/** _threadmodule.c: the type `_thread.RLock`: a lock that its owner may lock again. */
import type { Bridge } from '../../bridge.ts';
import { noArgs, oneArg, varArgs, withKeywords } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import { type MethodDef, Py_TPFLAGS_BASETYPE, Py_TPFLAGS_IMMUTABLETYPE, Slot } from '../../capi/methodobject.ts';
import { addressText, deallocWithWeakrefs, type WaitArguments } from './common.ts';
import type { Locks } from './lock.ts';

/** The first word is the lock's, as in `LockField`. */
const Field = { locked: 8, weaklist: 12, owner: 16, count: 20, size: 24 } as const;

/** What an owner, or somebody who wants to be one, does with a lock. */
function createOwning(bridge: Bridge, locks: Locks, args: WaitArguments, ident: () => number) {
  const { capi, errors, finish, parsers } = bridge;
  const { memory } = capi;
  const parseState = parsers.positional('iK:_acquire_restore');

  const isOwned = (self: PyObject): boolean =>
    memory.int32(self + Field.count) > 0 && memory.uint32(self + Field.owner) === ident();

  function take(self: PyObject, timeout: number, count: number, answer: () => PyObject): PyObject {
    const me = ident();
    return finish(locks.acquire(self, timeout), (result) => {
      if (result < 0) return errors.setResult(result);
      if (result === 0) return capi.PyBool_FromLong(false);
      memory.setInt32(self + Field.owner, me);
      memory.setInt32(self + Field.count, count);
      return answer();
    });
  }

  const yes = (): PyObject => capi.PyBool_FromLong(true);

  function enter(self: PyObject, timeout: number): PyObject {
    if (!isOwned(self)) return take(self, timeout, 1, yes);
    memory.setInt32(self + Field.count, memory.int32(self + Field.count) + 1);
    return yes();
  }

  function acquire(self: PyObject, positional: PyObject, kwargs: PyObject): PyObject {
    const timeout = args.acquire(positional, kwargs);
    return timeout === null ? 0 : enter(self, timeout);
  }

  function open(self: PyObject): void {
    memory.setInt32(self + Field.owner, 0);
    memory.setInt32(self + Field.count, 0);
    locks.release(self);
  }

  const notOwned = (): PyObject => capi.raise('RuntimeError', 'cannot release un-acquired lock');

  function release(self: PyObject): PyObject {
    if (!isOwned(self)) return notOwned();
    const count = memory.int32(self + Field.count) - 1;
    if (count > 0) memory.setInt32(self + Field.count, count);
    else open(self);
    return capi.none();
  }

  function releaseSave(self: PyObject): PyObject {
    if (memory.int32(self + Field.count) === 0) return notOwned();
    const state = capi.tupleOf(
      capi.PyLong_FromLong(memory.int32(self + Field.count)),
      capi.fromNumber(memory.uint32(self + Field.owner)),
    );
    open(self);
    return state;
  }

  function acquireRestore(self: PyObject, state: PyObject): PyObject {
    if (!capi.PyTuple_Check(state)) {
      return capi.raise('TypeError', '_acquire_restore() argument 1 must be 2-item tuple');
    }
    const items = [0, 1].map((index) => capi.PyTuple_GetItem(state, index));
    if (items.includes(0)) return 0;
    const parsed = memory.onStack(8, (slots) => {
      items.forEach((item, index) => {
        memory.setInt32(slots + index * 4, item);
      });
      return parseState(slots, 2);
    });
    if (parsed === null) return 0;
    return take(self, -1, parsed[0] as number, () => capi.none());
  }

  return { isOwned, enter, acquire, release, releaseSave, acquireRestore };
}

function rlockMethods({ capi }: Bridge, owning: ReturnType<typeof createOwning>): MethodDef[] {
  const { memory } = capi;
  const { isOwned, enter, acquire, release, releaseSave, acquireRestore } = owning;
  const none = (name: string, call: (self: PyObject) => PyObject, doc: string): MethodDef =>
    noArgs(name, call, `${name}($self, /)\n--\n\n${doc}`);

  return [
    withKeywords(
      'acquire',
      acquire,
      'acquire($self, /, blocking=True, timeout=-1)\n--\n\nLock the lock. Its owner may lock it again, and has to release it as often.',
      { waits: true },
    ),
    none('release', release, 'Release the lock, once.'),
    none('locked', (self) => capi.PyBool_FromLong(memory.int32(self + Field.count) > 0), 'Whether the lock is locked.'),
    none('_is_owned', (self) => capi.PyBool_FromLong(isOwned(self)), 'Whether this thread owns the lock.'),
    none(
      '_recursion_count',
      (self) => capi.PyLong_FromLong(isOwned(self) ? memory.int32(self + Field.count) : 0),
      'How often this thread has locked the lock.',
    ),
    none('_release_save', releaseSave, 'Release the lock wholly, for a condition variable.'),
    oneArg(
      '_acquire_restore',
      acquireRestore,
      '_acquire_restore($self, state, /)\n--\n\nLock the lock as it was, for a condition variable.',
      { waits: true },
    ),
    { ...none('__enter__', (self) => enter(self, -1), 'Lock the lock.'), waits: true },
    varArgs('__exit__', release, '__exit__($self, /, *exc_info)\n--\n\nRelease the lock, once.'),
    none(
      '_at_fork_reinit',
      (self) => {
        for (const field of [Field.locked, Field.owner, Field.count]) memory.setInt32(self + field, 0);
        return capi.none();
      },
      'Open the lock in a new process.',
    ),
  ];
}

export function createRLockType(
  bridge: Bridge,
  locks: Locks,
  args: WaitArguments,
  ident: () => number,
  owner: PyObject,
): PyObject {
  const { capi, define } = bridge;
  const { memory } = capi;

  const methods = rlockMethods(bridge, createOwning(bridge, locks, args, ident));

  function rlock_new(type: PyObject): PyObject {
    return define.callTable(define.PyType_GetSlot(type, Slot.tp_alloc), type, 0);
  }

  function rlock_repr(self: PyObject): PyObject {
    const [holder, count] = [memory.uint32(self + Field.owner), memory.int32(self + Field.count)];
    const name = capi.tp_name(capi.Py_TYPE(self));
    const state = count > 0 ? 'locked' : 'unlocked';
    return capi.strOf(`<${state} ${name} object owner=${holder} count=${count} at ${addressText(self)}>`);
  }

  return define.PyType_FromModuleAndSpec(owner, {
    name: '_thread.RLock',
    basicsize: Field.size,
    flags: Py_TPFLAGS_BASETYPE | Py_TPFLAGS_IMMUTABLETYPE,
    weaklistOffset: Field.weaklist,
    functions: [
      [Slot.tp_new, 'iiii', rlock_new as (...args: number[]) => number],
      [Slot.tp_dealloc, 'vi', deallocWithWeakrefs(bridge, Field.weaklist)],
      [Slot.tp_repr, 'ii', rlock_repr as (...args: number[]) => number],
    ],
    doc: 'RLock()\n--\n\nA lock that the thread which owns it may lock again.',
    methods,
  });
}
