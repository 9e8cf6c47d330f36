/**
 * bufferedio.c: the lock of a buffered file, as threads need it. C's own tells threads apart by what C calls them, which is one
 * name for all of Python's here: a second one would be refused as the first one come back ("reentrant call"), and could not wait.
 *
 * So a thread takes a lock of ours before C code runs: the methods that use C's lock, and the iterator's slot, are replaced, in
 * their tables, when a second thread is first started. A file that nobody else uses has no lock. Who comes back to a file that
 * it uses already, from a signal's handler say, is let through to C, which refuses it.
 */
import { constants } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import type { PyObject } from '../../capi/index.ts';
import { PyTypeObject } from '../../capi/layout.ts';
import { guardWords, methodWords } from '../../capi/method-guards.ts';
import { memberOf } from '../../capi/moduleobject.ts';
import type { PyThread } from '../../scheduler/threads.ts';
import { registered } from '../../wasm/emscripten.ts';
import type { Guards } from '../../wasm/guarded-calls.ts';

const { EAGAIN } = constants;

const TYPES = ['BufferedReader', 'BufferedWriter', 'BufferedRandom'];

/** Those that begin with ENTER_BUFFERED, or call what does with C's lock given up between. */
const METHODS = `close flush peek read read1 readinto readinto1 readline seek tell truncate write`.split(' ');

const ITERNEXT_ARITY = 1;

interface FileLock {
  owner: PyThread;
  depth: number;
  readonly waiting: PyThread[];
}

export function lockFilesWhenThreaded(bridge: Bridge): void {
  const { trampolines } = bridge;
  if (trampolines === undefined) return;
  // A forked process has what its parent had.
  let isDone = false;
  const lockFiles = registered(bridge.capi.module, 'locks of files', () => {
    isDone = true;
    const { enter, leave } = createFileLocks(bridge);
    replaceMethods(bridge, { before: trampolines.waiting(enter, 1), after: leave });
  });
  bridge.scheduler.entrance.whenThreaded(() => {
    if (!isDone) lockFiles(0);
  });
}

function createFileLocks({ scheduler, finish, errors }: Bridge) {
  const locks = new Map<PyObject, FileLock>();

  function take(file: PyObject, thread: PyThread): boolean {
    const lock = locks.get(file);
    if (lock === undefined) locks.set(file, { owner: thread, depth: 1, waiting: [] });
    else if (lock.owner === thread) lock.depth++;
    else return false;
    return true;
  }

  /** 1, or 0 with an exception set: a signal's handler has raised. */
  function enter(file: PyObject): number {
    const { current } = scheduler;
    // Where there is nobody to wait for, as at the interpreter's end, C decides.
    if (current === undefined || take(file, current) || !scheduler.threaded) return 1;
    const lock = locks.get(file) as FileLock;
    lock.waiting.push(current);
    const forget = (): void => {
      const index = lock.waiting.indexOf(current);
      if (index >= 0) lock.waiting.splice(index, 1);
    };
    const result = scheduler.waitFor({
      files: [],
      deadline: Number.POSITIVE_INFINITY,
      attempt: () => (take(file, current) ? 1 : -EAGAIN),
      cancel: forget,
    });
    return finish(result, (taken) => {
      forget();
      if (taken < 0) errors.setResult(taken);
      return taken < 0 ? 0 : 1;
    });
  }

  function leave(file: PyObject): void {
    const lock = locks.get(file);
    if (lock === undefined || lock.owner !== scheduler.current) return;
    lock.depth--;
    if (lock.depth > 0) return;
    locks.delete(file);
    const next = lock.waiting.shift();
    if (next === undefined) return;
    // As a lock of CPython's, it is handed over: others that come meanwhile wait behind.
    locks.set(file, { owner: next, depth: 0, waiting: lock.waiting });
    scheduler.wake(next);
  }

  return { enter, leave };
}

function replaceMethods({ capi }: Bridge, guards: Guards): void {
  const words = TYPES.flatMap((name) => {
    const type = memberOf(capi, '_io', name);
    const own = methodWords(capi, type, METHODS);
    capi.Py_DecRef(type);
    return [{ at: type + PyTypeObject.tp_iternext, arity: ITERNEXT_ARITY }, ...own];
  });
  guardWords(capi, words, guards);
}
