/** semaphore.c: the type SemLock. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall, noArgs, withKeywords } from '../../capi/builtin.ts';
import { int, long } from '../../capi/clinic/converters.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import { type GetSetDef, type MethodDef, Py_TPFLAGS_BASETYPE, Slot } from '../../capi/methodobject.ts';
import { createObjectTable, OBJECT_SIZE, type ObjectTable } from '../../handles/object-table.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { failed } from '../builtin.ts';
import { acquire, isMine, RECURSIVE_MUTEX, release, SEMAPHORE, type SemLock, withValue } from './semaphore.ts';

const { O_CREAT, O_EXCL } = constants;
const MODE = 0o600;

type Locks = ObjectTable<SemLock>;

function textOf({ capi }: Bridge, o: PyObject, where: string): string {
  const refuse = (type: string, message: string): never => {
    capi.raise(type, message);
    throw RAISED;
  };
  if (!capi.PyUnicode_Check(o)) {
    const given = capi.givenName(o);
    refuse('TypeError', `${where} must be str, not ${given}`);
  }
  const text = capi.stringFrom(o);
  if (text === null) throw RAISED;
  return text.includes('\0') ? refuse('ValueError', 'embedded null character') : text;
}

const place = (name: string, parameter: string) => ({ function: name, parameter });

/** semaphore.c: _multiprocessing_SemLock_impl */
function createNew(bridge: Bridge, locks: Locks) {
  const { capi, parsers } = bridge;
  const parse = parsers.keywords('OOOOO:SemLock', ['kind', 'value', 'maxvalue', 'name', 'unlink']);
  return (type: PyObject, args: PyObject, kwargs: PyObject): PyObject => {
    const parsed = parse(args, kwargs) as PyObject[] | null;
    if (parsed === null) return 0;
    const [kind, value, maxvalue] = ['kind', 'value', 'maxvalue'].map((name, index) =>
      int.convert(bridge, parsed[index] as PyObject, place('SemLock', name)),
    ) as [number, number, number];
    const name = textOf(bridge, parsed[3] as PyObject, "SemLock() argument 'name'");
    const unlink = capi.PyObject_IsTrue(parsed[4] as PyObject);
    if (unlink < 0) return 0;
    if (kind !== RECURSIVE_MUTEX && kind !== SEMAPHORE) return capi.raise('ValueError', 'unrecognized kind');
    const handle = sys.sem_open(name, O_CREAT | O_EXCL, MODE, value >>> 0);
    if (handle < 0) return failed(bridge, -handle);
    const fd = sys.openSemaphore(name);
    if (unlink === 1) {
      const removed = sys.sem_unlink(name);
      if (removed < 0) {
        sys.sem_close(handle);
        if (fd >= 0) sys.close(fd);
        return failed(bridge, -removed);
      }
    }
    return locks.create(type, {
      handle,
      fd,
      kind,
      maxvalue,
      name: unlink === 1 ? undefined : name,
      count: 0,
      lastThread: 0,
    });
  };
}

/** semaphore.c: _multiprocessing_SemLock__rebuild_impl */
function createRebuild(bridge: Bridge, locks: Locks) {
  const { capi } = bridge;
  return (type: PyObject, args: number, count: number): PyObject => {
    if (count !== 4) return capi.raise('TypeError', `_rebuild() takes exactly 4 arguments (${count} given)`);
    const at = (index: number): PyObject => capi.memory.uint32(args + index * 4);
    if (!capi.PyLong_Check(at(0))) {
      return capi.raise('TypeError', `_rebuild() argument 1 must be int, not ${capi.tp_name(capi.Py_TYPE(at(0)))}`);
    }
    const given = Number(long.convert(bridge, at(0), place('_rebuild', 'handle')));
    const [kind, maxvalue] = [1, 2].map((index) => int.convert(bridge, at(index), place('_rebuild', ''))) as [
      number,
      number,
    ];
    const name = at(3) === capi.Py_None ? undefined : textOf(bridge, at(3), '_rebuild() argument 4');
    const handle = name === undefined ? given : sys.sem_open(name, 0, 0, 0);
    if (handle < 0) return failed(bridge, -handle);
    const fd = name === undefined ? -1 : sys.openSemaphore(name);
    return locks.create(type, { handle, fd, kind, maxvalue, name, count: 0, lastThread: 0 });
  };
}

/** `acquire(block=True, timeout=None)` */
function createAcquire(bridge: Bridge, locks: Locks) {
  const { capi, parsers } = bridge;
  const parse = parsers.keywords('|OO:acquire', ['block', 'timeout']);
  return (self: PyObject, args: PyObject, kwargs: PyObject): PyObject => {
    const parsed = parse(args, kwargs) as (PyObject | undefined)[] | null;
    if (parsed === null) return 0;
    const [block, timeout] = parsed;
    const blocks = block === undefined ? 1 : capi.PyObject_IsTrue(block);
    if (blocks < 0) return 0;
    const seconds = timeout === undefined || timeout === capi.Py_None ? undefined : capi.PyFloat_AsDouble(timeout);
    if (seconds === -1 && capi.PyErr_Occurred() !== 0) return 0;
    return acquire(bridge, locks.of(self), blocks === 1, seconds === undefined ? undefined : Math.max(seconds, 0));
  };
}

function methodsOf(bridge: Bridge, locks: Locks): MethodDef[] {
  const { capi } = bridge;
  const asking = (name: string, doc: string, get: (lock: SemLock) => PyObject): MethodDef =>
    noArgs(name, (self) => get(locks.of(self)), `${name}($self, /)\n--\n\n${doc}`);
  return [
    withKeywords(
      'acquire',
      createAcquire(bridge, locks),
      'acquire($self, /, block=True, timeout=None)\n--\n\nTake the semaphore, waiting for it unless block is false.',
      { waits: true },
    ),
    asking('release', 'Give the semaphore back.', (lock) => release(bridge, lock)),
    asking('_count', 'How often this process has taken it and not given it back.', ({ count }) =>
      capi.PyLong_FromLong(count),
    ),
    asking('_is_mine', 'Whether this thread has taken it.', (lock) => capi.PyBool_FromLong(isMine(bridge, lock))),
    asking('_get_value', 'The value.', (lock) => withValue(bridge, lock, (value) => capi.PyLong_FromLong(value))),
    asking('_is_zero', 'Whether the value is 0.', (lock) =>
      withValue(bridge, lock, (value) => capi.PyBool_FromLong(value === 0)),
    ),
    asking('_after_fork', 'Forget, in a new process, what the other has taken.', (lock) => {
      lock.count = 0;
      return capi.none();
    }),
    noArgs(
      '__enter__',
      (self) => acquire(bridge, locks.of(self), true, undefined),
      '__enter__($self, /)\n--\n\nTake it.',
      {
        waits: true,
      },
    ),
    fastCall(
      '__exit__',
      (self, _args, count) => {
        if (count <= 3) return release(bridge, locks.of(self));
        return capi.raise('TypeError', `__exit__ expected at most 3 arguments, got ${count}`);
      },
      '__exit__($self, exc_type=None, exc_value=None, exc_tb=None, /)\n--\n\nGive it back.',
    ),
    fastCall(
      '_rebuild',
      createRebuild(bridge, locks),
      '_rebuild($type, handle, kind, maxvalue, name, /)\n--\n\nThe semaphore that another process has named.',
      { isClass: true },
    ),
  ];
}

/** semaphore.c: the members */
function membersOf({ capi }: Bridge, locks: Locks): GetSetDef[] {
  const member = (name: string, get: (lock: SemLock) => PyObject): GetSetDef => ({
    name,
    get: (self) => get(locks.of(self)),
  });
  return [
    member('handle', ({ handle }) => capi.PyLong_FromLongLong(BigInt(handle))),
    member('kind', ({ kind }) => capi.PyLong_FromLong(kind)),
    member('maxvalue', ({ maxvalue }) => capi.PyLong_FromLong(maxvalue)),
    member('name', ({ name }) => (name === undefined ? capi.none() : capi.strOf(name))),
  ];
}

export function createSemLockType(bridge: Bridge, owner: PyObject): PyObject {
  const { capi, define } = bridge;
  const locks: Locks = createObjectTable<SemLock>(capi, define, {
    save: (lock) => lock,
    load(lock: SemLock, hostOf) {
      const fd = lock.fd < 0 ? lock.fd : hostOf(lock.fd);
      return { ...lock, fd, handle: sys.mapSemaphore(fd) };
    },
    descriptors: ({ fd }) => (fd < 0 ? [] : [fd]),
  });
  const type = define.PyType_FromModuleAndSpec(owner, {
    name: '_multiprocessing.SemLock',
    basicsize: OBJECT_SIZE,
    flags: Py_TPFLAGS_BASETYPE,
    functions: [
      [Slot.tp_new, 'iiii', createNew(bridge, locks) as (...args: number[]) => number],
      [
        Slot.tp_dealloc,
        'vi',
        (self = 0) => {
          const { fd, handle } = locks.of(self);
          sys.sem_close(handle);
          if (fd >= 0) sys.close(fd);
          return locks.dealloc(self);
        },
      ],
    ],
    doc: 'A semaphore or a lock that processes share.',
    methods: methodsOf(bridge, locks),
    getset: membersOf(bridge, locks),
  });
  const most = capi.fromNumber(2 ** 31 - 1);
  rawFunction(capi.module, 'PyObject_SetAttrString')(type, capi.memory.literal('SEM_VALUE_MAX'), most);
  capi.Py_DecRef(most);
  return type;
}
