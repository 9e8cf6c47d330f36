/** _threadmodule.c: threads that were started, and what waits for their end: ThreadHandle_start, ThreadHandle_join. */
import { constants } from '@pysock/host';
import { monotonic } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import type { PyObject } from '../../capi/index.ts';
import type { PyThread } from '../../scheduler/threads.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { HandleField, HandleState } from './handle-list.ts';

const { EAGAIN } = constants;

export const MIN_STACK_SIZE = 256 * 1024;

/** A thread's C stack is large while few threads live, and smaller beside many: together they fit into the guest's memory. */
const LARGE_STACK_SIZE = 1024 * 1024;
const FEW_THREADS = 512;

/** What a thread was started with. The references are its own. */
interface Started {
  readonly handle: PyObject;
  readonly func: PyObject;
  readonly args: PyObject;
  readonly kwargs: PyObject;
}

/** The running thread, which may start another; undefined with an exception set. */
function mayStart({ capi, scheduler, threadStates }: Bridge, canSwitch: boolean): PyThread | undefined {
  const { current } = scheduler;
  if (!canSwitch || current === undefined) {
    const reason = canSwitch
      ? 'Python was entered synchronously'
      : 'it needs stack switching (JavaScript Promise Integration), which this Node does not have';
    capi.raise('RuntimeError', `can't start new thread: ${reason}`);
    return undefined;
  }
  if (!threadStates.isFinalizing()) return current;
  capi.raise('PythonFinalizationError', "can't create new thread at interpreter shutdown");
  return undefined;
}

export type RunningThreads = ReturnType<typeof createRunningThreads>;

export function createRunningThreads(bridge: Bridge) {
  const { capi, scheduler, threadStates, trampolines } = bridge;
  const { memory } = capi;
  const running = new Map<PyThread, Started>();
  /** Who joins which handle. */
  const joining = new Map<PyObject, Set<PyThread>>();
  /** Handles of the threads that the interpreter waits for at its end. */
  const joined = new Set<PyObject>();
  const size = { stack: 0 };

  const call = rawFunction(capi.module, 'PyObject_Call');
  const enter = trampolines?.thread(call, returned, rawFunction(capi.module, 'Py_DecRef'), threadStates.clear);

  /** _threadmodule.c: thread_run, after the call. */
  function returned(result: PyObject): void {
    if (result !== 0) return;
    if (capi.PyErr_ExceptionMatches(capi.PyExc('SystemExit')) !== 0) capi.PyErr_Clear();
    else {
      const { func } = running.get(scheduler.current as PyThread) as Started;
      capi.formatUnraisable('Exception ignored in thread started by %R', func);
    }
  }

  const defaultStackSize = (): number => (running.size < FEW_THREADS ? LARGE_STACK_SIZE : MIN_STACK_SIZE);

  function finished(handle: PyObject): void {
    memory.setInt32(handle + HandleField.state, HandleState.done);
    joined.delete(handle);
    for (const waiter of joining.get(handle) ?? []) scheduler.wake(waiter);
    joining.delete(handle);
  }

  return {
    size,
    count: (): number => running.size,
    ident: (): number => (scheduler.current ?? scheduler.main).ident,
    finished,
    /** Starts `func(*args, **kwargs)`, and takes over all four references when it succeeds. False with an exception set. */
    start(started: Started, daemon: boolean): boolean {
      const parent = mayStart(bridge, enter !== undefined);
      if (enter === undefined || parent === undefined) return false;
      const thread = threadStates.create(size.stack || defaultStackSize(), parent);
      if (thread === undefined) {
        capi.raise('RuntimeError', "can't start new thread");
        return false;
      }
      const { handle, func, args, kwargs } = started;
      memory.setInt32(handle + HandleField.state, HandleState.running);
      memory.setInt32(handle + HandleField.ident, thread.ident);
      running.set(thread, started);
      if (!daemon) joined.add(handle);
      scheduler.entrance.start(thread, async () => {
        await enter(func, args, kwargs, thread.state);
        running.delete(thread);
        finished(handle);
        capi.Py_DecRef(handle);
      });
      return true;
    },
    /** Waits for a thread's end: 1, 0 when the time was over, INTERRUPTED or SUSPENDED. `timeout` as a lock's. */
    join(handle: PyObject, timeout: number): number {
      const { current } = scheduler;
      const isDone = () => memory.int32(handle + HandleField.state) === HandleState.done;
      if (isDone()) return 1;
      const waiters = joining.get(handle) ?? new Set();
      joining.set(handle, waiters);
      if (current !== undefined) waiters.add(current);
      return scheduler.waitFor({
        files: [],
        deadline: timeout < 0 ? Number.POSITIVE_INFINITY : monotonic() + timeout,
        expired: 0,
        attempt: () => (isDone() ? 1 : -EAGAIN),
        cancel: () => {
          if (current !== undefined) waiters.delete(current);
        },
      });
    },
    /** One of the threads that the interpreter has to wait for, other than the running one. */
    unfinished(): PyObject | undefined {
      const own = running.get(scheduler.current as PyThread)?.handle;
      for (const handle of joined) if (handle !== own) return handle;
      return undefined;
    },
  };
}
