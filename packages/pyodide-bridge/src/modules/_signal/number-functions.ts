/** signalmodule.c: which signals there are and what they are called, as the host's C library has it; and one for a pidfd. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall, noArgs, oneArg } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';

const { NSIG } = constants;
const FIRST_KEPT = 32;

export function numberFunctions({ capi, descriptors, errors, parsers }: Bridge): MethodDef[] {
  const { module } = capi;
  const newSet = rawFunction(module, 'PySet_New');
  const addToSet = rawFunction(module, 'PySet_Add');
  const parsePidfd = parsers.positional('ii|Oi:pidfd_send_signal');

  /** signalmodule.c: signal_strsignal_impl */
  function strsignal(_self: PyObject, o: PyObject): PyObject {
    const signal = parsers.PyLong_AsInt(o);
    if (signal === null) return 0;
    if (signal < 1 || signal >= NSIG) return capi.raise('ValueError', 'signal number out of range');
    const text = sys.strsignal(signal);
    return text === null || text.includes('Unknown signal') ? capi.none() : capi.strOf(text);
  }

  /** signalmodule.c: signal_valid_signals_impl */
  function valid_signals(): PyObject {
    const set = newSet(0);
    for (let signal = 1; signal < NSIG; signal++) {
      // The C library keeps those before SIGRTMIN to itself.
      if (signal >= FIRST_KEPT && signal < sys.SIGRTMIN()) continue;
      const o = capi.PyLong_FromLong(signal);
      addToSet(set, o);
      capi.Py_DecRef(o);
    }
    return set;
  }

  /** signalmodule.c: signal_pidfd_send_signal_impl */
  function pidfd_send_signal(_self: PyObject, args: number, count: number): PyObject {
    const parsed = parsePidfd(args, count);
    if (parsed === null) return 0;
    const [pidfd, signal, info = capi.Py_None, flags = 0] = parsed as [number, number, PyObject?, number?];
    if (info !== capi.Py_None) return capi.raise('TypeError', 'siginfo must be None');
    const result = sys.pidfd_send_signal(descriptors.host(pidfd), signal, flags);
    return result < 0 ? errors.setResult(result) : capi.none();
  }

  return [
    oneArg(
      'strsignal',
      strsignal,
      "strsignal($module, signalnum, /)\n--\n\nThe system's description of a signal, or None.",
    ),
    noArgs(
      'valid_signals',
      valid_signals,
      'valid_signals($module, /)\n--\n\nThe numbers of the signals that there are.',
    ),
    fastCall(
      'pidfd_send_signal',
      pidfd_send_signal,
      'pidfd_send_signal($module, pidfd, signalnum, siginfo=None, flags=0, /)\n--\n\nSend a signal to the process that a descriptor stands for.',
    ),
  ];
}
