/** _threadmodule.c: threads that were started, and what waits for their end: ThreadHandle_start, ThreadHandle_join. */
import { constants, monotonic } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { rawFunction } from '../../capi/emscripten.ts';
import type { PyObject } from '../../capi/index.ts';
import type { PyThread } from '../../scheduler/threads.ts';

const { EAGAIN } = constants;

/** A thread's C stack. Untouched pages cost nothing; Python takes its recursion limit from where the stack begins. */
export const DEFAULT_STACK_SIZE = 1024 * 1024;
export const MIN_STACK_SIZE = 256 * 1024;

/** ThreadHandleState */
export type HandleState = 'not started' | 'starting' | 'running' | 'done';

export interface Handle {
  state: HandleState;
  ident: number;
  thread: PyThread | undefined;
  /** Threads that join it. */
  waiting: Set<PyThread>;
}

export const newHandle = (): Handle => ({ state: 'not started', ident: 0, thread: undefined, waiting: new Set() });

export type RunningThreads = ReturnType<typeof createRunningThreads>;

export function createRunningThreads(bridge: Bridge) {
  const { capi, scheduler, threadStates, trampolines } = bridge;
  const running = new Map<PyThread, Handle>();
  /** Those that the interpreter waits for at its end. */
  const joined = new Set<Handle>();
  const size = { stack: 0 };

  const call = rawFunction(capi.module, 'PyObject_Call');
  let func: PyObject = 0;

  /** _threadmodule.c: thread_run, after the call. */
  function returned(result: PyObject): void {
    const handle = running.get(scheduler.current as PyThread) as Handle;
    func = functions.get(handle)?.[0] ?? 0;
    if (result !== 0) capi.Py_DecRef(result);
    else if (capi.PyErr_ExceptionMatches(capi.PyExc('SystemExit')) !== 0) capi.PyErr_Clear();
    else capi.formatUnraisable('Exception ignored in thread started by %R', func);
    for (const o of functions.get(handle) ?? []) if (o !== 0) capi.Py_DecRef(o);
    functions.delete(handle);
  }
  const functions = new Map<Handle, readonly [func: PyObject, args: PyObject, kwargs: PyObject]>();
  const enter = trampolines?.thread(call, returned, threadStates.clear);

  function finished(handle: Handle): void {
    handle.state = 'done';
    if (handle.thread !== undefined) running.delete(handle.thread);
    joined.delete(handle);
    for (const waiter of handle.waiting) scheduler.wake(waiter);
    handle.waiting.clear();
  }

  return {
    size,
    count: (): number => running.size,
    ident: (): number => (scheduler.current ?? scheduler.main).ident,
    isJoinable: (handle: Handle): boolean => joined.has(handle),
    finished,
    /** Starts `func(*args, **kwargs)`, whose references it takes over when it succeeds. False with an exception set. */
    start(handle: Handle, func: PyObject, args: PyObject, kwargs: PyObject, daemon: boolean): boolean {
      if (enter === undefined || scheduler.current === undefined) {
        const reason = enter === undefined ? 'this Node has no stack switching' : 'Python was entered synchronously';
        capi.raise('RuntimeError', `can't start new thread: ${reason}`);
        return false;
      }
      const thread = threadStates.create(size.stack || DEFAULT_STACK_SIZE);
      if (thread === undefined) {
        capi.raise('RuntimeError', "can't start new thread");
        return false;
      }
      handle.state = 'running';
      handle.ident = thread.ident;
      handle.thread = thread;
      running.set(thread, handle);
      if (!daemon) joined.add(handle);
      functions.set(handle, [func, args, kwargs]);
      scheduler.start(thread, () => enter(func, args, kwargs, thread.state).then(() => finished(handle)));
      return true;
    },
    /** Waits for a thread's end: 1, 0 when the time was over, INTERRUPTED or SUSPENDED. `timeout` as a lock's. */
    join(handle: Handle, timeout: number): number {
      const { current } = scheduler;
      if (current !== undefined) handle.waiting.add(current);
      return scheduler.waitFor({
        files: [],
        deadline: timeout < 0 ? Number.POSITIVE_INFINITY : monotonic() + timeout,
        expired: 0,
        attempt: () => (handle.state === 'done' ? 1 : -EAGAIN),
        cancel: () => {
          if (current !== undefined) handle.waiting.delete(current);
        },
      });
    },
    /** One of the threads that the interpreter has to wait for, other than the running one. */
    unfinished(): Handle | undefined {
      for (const handle of joined) if (handle.thread !== scheduler.current) return handle;
      return undefined;
    },
  };
}
