/** signalmodule.c: signals that are blocked, and waiting for them. */
import { constants, sys } from '@pysock/host';
import { monotonic } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { fastCall, noArgs, oneArg } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { memberOf } from '../../capi/moduleobject.ts';
import { newStruct } from '../../capi/structseq.ts';
import { signalsOf } from '../../signals/signal-sets.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { SIG_DFL, SIG_IGN } from '../posix/process.ts';
import { createProgramArguments } from '../posix/program-arguments.ts';

const { EINVAL, SIG_BLOCK, SIG_SETMASK, SIG_UNBLOCK } = constants;

const ROUND_CEILING = 1;
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
  const fromSeconds = rawFunction(module, '_PyTime_FromSecondsObject');
  const structType = memberOf(capi, '_signal', 'struct_siginfo');

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
    return action !== SIG_DFL && action !== SIG_IGN;
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

  /**
   * Takes a signal of a set. `convert` makes the object of it. The handlers of other signals run meanwhile.
   * With `timeout`, in nanoseconds, None when the time is over.
   */
  function take(signals: bigint, convert: (info: sys.SignalInfo) => PyObject, timeout?: number): PyObject {
    const wait = new sys.SignalWait(signals);
    const deadline = timeout === undefined ? undefined : monotonic() + timeout;
    const left = () => (deadline === undefined ? undefined : Math.max(deadline - monotonic(), 0));
    let isOver = false;
    const result = scheduler.makeCall({
      descriptors: [],
      prepare: () => wait.call(left()),
      returned(signal) {
        isOver = signal > 0;
        return signal;
      },
    });
    return finish(result, (signal) => {
      if (isOver) return convert(wait.found);
      return timeout !== undefined && left() === 0 ? capi.none() : errors.setResult(signal);
    });
  }

  /** signalmodule.c: fill_siginfo */
  const structOf = ({ signo, code, errno, pid, uid, status, band }: sys.SignalInfo): PyObject =>
    newStruct(capi, structType, [
      ...[signo, code, errno, pid, uid, status].map((value) => capi.fromNumber(value)),
      capi.fromNumber(Number(band)),
    ]);

  /** signalmodule.c: signal_sigwait_impl */
  const sigwait = (_self: PyObject, set: PyObject): PyObject =>
    take(args.signals(set), ({ signo }) => capi.PyLong_FromLong(signo));

  /** signalmodule.c: signal_sigwaitinfo_impl */
  const sigwaitinfo = (_self: PyObject, set: PyObject): PyObject => take(args.signals(set), structOf);

  /** signalmodule.c: signal_sigtimedwait_impl */
  function sigtimedwait(_self: PyObject, words: number, count: number): PyObject {
    if (checkPositional(memory.literal('sigtimedwait'), count, 2, 2) === 0) return 0;
    const set = args.signals(memory.uint32(words));
    const timeout = memory.onStack(8, (pointer) => {
      if (fromSeconds(pointer, memory.uint32(words + 4), ROUND_CEILING) < 0) return null;
      return Number(new DataView(module.HEAPU8.buffer).getBigInt64(pointer, true));
    });
    if (timeout === null) return 0;
    if (timeout < 0) return capi.raise('ValueError', 'timeout must be non-negative');
    return take(set, structOf, timeout);
  }

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
    oneArg(
      'sigwait',
      sigwait,
      'sigwait($module, sigset, /)\n--\n\nWait until one of the signals is sent, and take it. Returns its number.',
      waits,
    ),
    oneArg(
      'sigwaitinfo',
      sigwaitinfo,
      'sigwaitinfo($module, sigset, /)\n--\n\nWait until one of the signals is sent, and take it. Returns what is known of it.',
      waits,
    ),
    fastCall(
      'sigtimedwait',
      sigtimedwait,
      'sigtimedwait($module, sigset, timeout, /)\n--\n\nLike sigwaitinfo(), for so many seconds at the longest. Returns None when these are over.',
      waits,
    ),
  ];
}
