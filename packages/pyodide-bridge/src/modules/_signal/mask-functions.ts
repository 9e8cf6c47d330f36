/** signalmodule.c: signals that are blocked, and waiting for them. */
import { constants } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall, noArgs } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { GUEST_SIG_DFL, GUEST_SIG_IGN } from '../../signals/delivery.ts';
import { signalsOf } from '../../signals/signal-sets.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { createProgramArguments } from '../posix/program-arguments.ts';

const { EINVAL, SIG_BLOCK, SIG_SETMASK, SIG_UNBLOCK } = constants;

const ALL = (1n << 64n) - 1n;
/** No program can block these, and the C library keeps 32 and 33 to itself. */
const NEVER_BLOCKED = [constants.SIGKILL, constants.SIGSTOP, 32, 33].reduce(
  (set, signal) => set | (1n << BigInt(signal - 1)),
  0n,
);

export function maskFunctions(bridge: Bridge): MethodDef[] {
  const { capi, errors, finish, masks, parsers, scheduler } = bridge;
  const { memory, module } = capi;
  const args = createProgramArguments(bridge);
  const checkPositional = rawFunction(module, '_PyArg_CheckPositional');
  const newSet = rawFunction(module, 'PySet_New');
  const addToSet = rawFunction(module, 'PySet_Add');
  const getsig = rawFunction(module, 'PyOS_getsig');
  const setInterruptEx = rawFunction(module, 'PyErr_SetInterruptEx');

  /** signalmodule.c: sigset_to_set */
  function setOf(signals: bigint): PyObject {
    const set = newSet(0);
    for (const signal of signalsOf(signals)) {
      const o = capi.PyLong_FromLong(signal);
      addToSet(set, o);
      capi.Py_DecRef(o);
    }
    return set;
  }

  const isHandled = (signal: number): boolean => {
    const action = getsig(signal) >>> 0;
    return action !== GUEST_SIG_DFL && action !== GUEST_SIG_IGN;
  };

  /** signalmodule.c: signal_pthread_sigmask_impl */
  function pthread_sigmask(_self: PyObject, words: number, count: number): PyObject {
    if (checkPositional(memory.literal('pthread_sigmask'), count, 2, 2) === 0) return 0;
    const how = parsers.asInt(memory.uint32(words));
    if (how === null) return 0;
    const set = args.signals(memory.uint32(words + 4)) & ~NEVER_BLOCKED;
    const thread = scheduler.current ?? scheduler.main;
    const before = thread.blocked;
    if (how === SIG_BLOCK) masks.change(thread, before | set, isHandled, setInterruptEx);
    else if (how === SIG_UNBLOCK) masks.change(thread, before & ~set & ALL, isHandled, setInterruptEx);
    else if (how === SIG_SETMASK) masks.change(thread, set, isHandled, setInterruptEx);
    else return errors.setErrno(EINVAL);
    return finish(scheduler.runHandlers(), (result) => (result < 0 ? errors.setResult(result) : setOf(before)));
  }

  /** signalmodule.c: signal_sigpending_impl */
  const sigpending = (): PyObject => setOf(masks.pending);

  const waits = { waits: true };
  return [
    fastCall(
      'pthread_sigmask',
      pthread_sigmask,
      'pthread_sigmask($module, how, mask, /)\n--\n\nBlock and unblock signals in the calling thread. Returns those that were blocked.',
      waits,
    ),
    noArgs(
      'sigpending',
      sigpending,
      'sigpending($module, /)\n--\n\nThe signals that were sent, are blocked, and wait.',
    ),
  ];
}
