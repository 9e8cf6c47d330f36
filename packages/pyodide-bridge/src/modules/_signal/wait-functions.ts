/** signalmodule.c: waiting for signals that are blocked. */
import { sys } from '@pysock/host';
import { monotonic } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { fastCall, oneArg } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { memberOf } from '../../capi/moduleobject.ts';
import { ROUND_CEILING } from '../../capi/pytime.ts';
import { newStruct } from '../../capi/structseq.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { createProgramArguments } from '../posix/program-arguments.ts';

export function waitFunctions(bridge: Bridge): MethodDef[] {
  const { capi, errors, finish, scheduler } = bridge;
  const { memory, module } = capi;
  const args = createProgramArguments(bridge);
  const checkPositional = rawFunction(module, '_PyArg_CheckPositional');
  const structType = memberOf(capi, '_signal', 'struct_siginfo');

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
    const timeout = capi.nanosecondsOf(memory.uint32(words + 4), ROUND_CEILING);
    if (timeout === null) return 0;
    if (timeout < 0) return capi.raise('ValueError', 'timeout must be non-negative');
    return take(set, structOf, timeout);
  }

  const waits = { waits: true };
  return [
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
