/** signalmodule.c: what reaches the host. Handlers, and when they run, are CPython's own. */
import { constants } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { METH_FASTCALL, METH_O, type MethodDef } from '../../capi/methodobject.ts';
import { GUEST_SIG_DFL, GUEST_SIG_IGN } from '../../signals/delivery.ts';
import type { Interrupts } from '../../signals/interrupts.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { createSelfSignal } from '../posix/process.ts';
import { isKept, uncatchable } from './uncatchable.ts';

export function signalFunctions(bridge: Bridge, interrupts: () => Interrupts | undefined): MethodDef[] {
  const { capi, errors, parsers, runHandlers } = bridge;
  const getsig = rawFunction(capi.module, 'PyOS_getsig');
  const vectorcall = rawFunction(capi.module, 'PyObject_Vectorcall');
  const modules = rawFunction(capi.module, 'PyImport_GetModuleDict')();
  const _signal = capi.PyDict_GetItemString(modules, capi.memory.literal('_signal'));
  const setHandler = capi.PyObject_GetAttrString(_signal, capi.memory.literal('signal'));
  const getHandler = capi.PyObject_GetAttrString(_signal, capi.memory.literal('getsignal'));
  const callOneArg = rawFunction(capi.module, 'PyObject_CallOneArg');
  const signalSelf = createSelfSignal(bridge);
  const isRefused = uncatchable(bridge);

  const isHidden = (o: number): boolean => capi.PyLong_Check(o) && isKept(capi.PyLong_AsUnsignedLongMask(o));

  /** signalmodule.c: signal_signal_impl: CPython's own, and then the host is told. */
  function signal_signal(_module: number, args: number, count: number): number {
    if (isRefused(args, count)) return errors.setErrno(constants.EINVAL);
    const previous = vectorcall(setHandler, args, count, 0);
    const host = interrupts();
    if (previous === 0 || host === undefined) return previous;
    const signal = parsers.asInt(capi.memory.uint32(args));
    if (signal === null) return 0;
    const action = getsig(signal) >>> 0;
    host.setDisposition(signal, action === GUEST_SIG_DFL ? 'default' : action === GUEST_SIG_IGN ? 'ignored' : 'caught');
    return previous;
  }

  /** signalmodule.c: signal_getsignal_impl */
  function signal_getsignal(_module: number, o: number): number {
    return isHidden(o) ? capi.none() : callOneArg(getHandler, o);
  }

  /** signalmodule.c: signal_raise_signal_impl */
  function signal_raise_signal(_module: number, o: number): number {
    const signal = parsers.PyLong_AsInt(o);
    if (signal === null) return 0;
    const result = isKept(signal) ? -constants.EINVAL : signalSelf(signal);
    if (result < 0) return errors.setErrno(-result);
    return runHandlers();
  }

  return [
    {
      name: 'signal',
      flags: METH_FASTCALL,
      call: signal_signal,
      doc: 'signal($module, signalnum, handler, /)\n--\n\nSet what a signal does: SIG_DFL, SIG_IGN or a callable. Returns what it did before.',
    },
    {
      name: 'getsignal',
      flags: METH_O,
      call: signal_getsignal,
      doc: 'getsignal($module, signalnum, /)\n--\n\nWhat a signal does: SIG_DFL, SIG_IGN, a callable, or None when it is not known here.',
    },
    {
      name: 'raise_signal',
      flags: METH_O,
      waits: true,
      call: signal_raise_signal,
      doc: 'raise_signal($module, signalnum, /)\n--\n\nSend a signal to this process.',
    },
  ];
}
