/** Numbers of threads in the kernel, where all of Python's threads compute in one of its threads. */
import { threads as hostThreads, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { noArgs, oneArg } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { FIRST_NATIVE_ID, type PyThread } from '../../scheduler/threads.ts';

/**
 * _threadmodule.c: PyThread_get_thread_native_id. The main thread has the number of the process, as in C, though Python runs in another
 * of its threads: that is what calls of the system take the number for (modules/posix/scheduling.ts).
 *
 * Differs: for another thread one of the kernel's is started that bears its number and its name, when the number is asked for. As
 * that takes longer than the rest of a thread's start, a thread whose number nobody asks for has none.
 */
export function nativeIdOf(thread: PyThread): number {
  if (!thread.isMain && thread.standing === undefined) {
    thread.standing = hostThreads.StandingThread.start();
    thread.standing?.rename(thread.name);
    thread.nativeId = thread.standing?.tid ?? thread.nativeId;
  }
  return thread.nativeId ?? sys.gettid();
}

/** `threading` asks for the number of each thread that begins, and takes what stands for it (NATIVE_IDS). */
export function nativeIdFunctions({ capi, scheduler, threadStates }: Bridge): MethodDef[] {
  const current = (): PyThread => scheduler.current ?? scheduler.main;

  function native_id_of(_module: PyObject, ident: PyObject): PyObject {
    const wanted = capi.PyLong_AsUnsignedLongMask(ident) >>> 0;
    for (const thread of threadStates.alive) {
      if (thread.ident === wanted) return capi.fromNumber(nativeIdOf(thread));
    }
    return capi.none();
  }

  return [
    noArgs(
      'get_native_id',
      () => capi.fromNumber(nativeIdOf(current())),
      'get_native_id($module, /)\n--\n\nA number that no other thread of the system has.',
    ),
    noArgs(
      '_provisional_id',
      () => capi.fromNumber(current().nativeId ?? sys.gettid()),
      '_provisional_id($module, /)\n--\n\nWhat stands for the number of a thread that was not asked for it.',
    ),
    oneArg(
      '_native_id_of',
      native_id_of,
      '_native_id_of($module, ident, /)\n--\n\nThe number of the thread with an identity; None when it has ended.',
    ),
  ];
}

/** Run when `threading` has been executed: a number is the kernel's from when somebody reads it. */
export const NATIVE_IDS = `
def give_native_ids():
    import _thread
    from threading import Thread
    provisional, of = _thread.__dict__.pop('_provisional_id'), _thread.__dict__.pop('_native_id_of')
    read = Thread.native_id.fget

    def _set_native_id(self):
        self._native_id = provisional()

    def native_id(self):
        number = read(self)
        if number is not None and number >= ${FIRST_NATIVE_ID}:
            number = of(self._ident) or number
            self._native_id = number
        return number

    native_id.__doc__ = read.__doc__
    for function in _set_native_id, native_id:
        function.__qualname__ = 'Thread.' + function.__name__
        function.__module__ = 'threading'
    Thread._set_native_id = _set_native_id
    Thread.native_id = property(native_id)
give_native_ids()
del give_native_ids
`;
