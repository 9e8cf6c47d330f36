/**
 * myreadline.c: PyOS_Readline: one thread at a time reads a line from a terminal. C's own lock waits for nobody here, where no thread of
 * the operating system is behind a thread of Python's: a second thread would turn round it for ever. So a thread takes a lock of ours
 * before `input` runs, from when a second thread is first started.
 */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { PyCFunctionObject, PyMethodDef } from '../../capi/layout.ts';
import { guardWords } from '../../capi/method-guards.ts';
import { memberOf } from '../../capi/moduleobject.ts';
import type { PyThread } from '../../scheduler/threads.ts';
import { rawFunction, registered, remembered } from '../../wasm/emscripten.ts';

const { EAGAIN } = constants;

/** `builtin_input` is METH_FASTCALL. */
const INPUT_ARITY = 3;

export function lockInputWhenThreaded(bridge: Bridge): void {
  const { capi, trampolines } = bridge;
  if (trampolines === undefined) return;
  // A forked process has what its parent had.
  let isDone = false;
  const lockInput = registered(capi.module, 'lock of input', () => {
    isDone = true;
    const { enter, leave } = createInputLock(bridge);
    const at = remembered(capi.module, () => {
      const input = memberOf(capi, 'builtins', 'input');
      const word = capi.memory.uint32(input + PyCFunctionObject.m_ml) + PyMethodDef.ml_meth;
      capi.Py_DecRef(input);
      return word;
    });
    guardWords(capi, [{ at, arity: INPUT_ARITY }], { before: trampolines.waiting(enter, 1), after: leave });
  });
  bridge.scheduler.entrance.whenThreaded(() => {
    if (!isDone) lockInput(0);
  });
}

function createInputLock({ capi, scheduler, descriptors, finish, errors }: Bridge) {
  let owner: PyThread | undefined;
  const waiting = new Set<PyThread>();
  /** Of each thread's calls that are under way, whether it took the lock. */
  const calls = new Map<PyThread, boolean[]>();
  const getObject = rawFunction(capi.module, 'PySys_GetObject');
  const { literal } = capi.memory;

  const isTerminal = (): boolean =>
    getObject(literal('stdin')) === getObject(literal('__stdin__')) &&
    [0, 1].every((fd) => sys.isatty(descriptors.host(fd)));

  function entered(thread: PyThread, isTaken: boolean): number {
    if (isTaken) owner = thread;
    calls.set(thread, [...(calls.get(thread) ?? []), isTaken]);
    return 1;
  }

  /** 1, or 0 with an exception set: a signal's handler has raised. */
  function enter(_module: number): number {
    const { current } = scheduler;
    if (current === undefined) return 1;
    // C refuses a thread that comes back, and where there is nobody to wait for there is nothing to do.
    if (owner === current || !isTerminal()) return entered(current, false);
    if (owner === undefined || !scheduler.threaded) return entered(current, true);
    waiting.add(current);
    const result = scheduler.waitFor({
      files: [],
      deadline: Number.POSITIVE_INFINITY,
      attempt: () => (owner === undefined ? 1 : -EAGAIN),
      cancel: () => waiting.delete(current),
    });
    return finish(result, (taken) => {
      waiting.delete(current);
      if (taken > 0) return entered(current, true);
      errors.setResult(taken);
      return 0;
    });
  }

  function leave(_module: number): void {
    const { current } = scheduler;
    if (current === undefined) return;
    const own = calls.get(current) ?? [];
    const isTaken = own.pop();
    if (own.length === 0) calls.delete(current);
    if (isTaken !== true) return;
    owner = undefined;
    const [next] = waiting;
    if (next !== undefined) scheduler.wake(next);
  }

  return { enter, leave };
}
