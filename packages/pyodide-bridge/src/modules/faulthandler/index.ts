/**
 * faulthandler.c. What it prints, and when it has caught a signal, are CPython's own. The host is told which signals it wants, and the
 * watchdog, which is a thread in CPython, is a timer of Node's main thread that has Python's thread look.
 */

import { noArgs, withKeywords } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import { addMember, whenExecuted } from '../../capi/moduleobject.ts';
import { ROUND_TIMEOUT } from '../../capi/pytime.ts';
import { endProcess } from '../../processes/exit.ts';
import { createDelivery } from '../../signals/delivery.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import type { ModuleContext } from '../entry.ts';
import { createTracebackDump } from './dump.ts';
import { timeoutHeader } from './header.ts';

const LAST_SIGNAL = 64;
const NS_PER_US = 1000n;

/** The functions after which other signals may be wanted. */
const CHANGING = ['enable', 'disable', 'register', 'unregister'] as const;

export function installFaulthandler({ bridge, interrupts }: ModuleContext): void {
  const { capi, define, parsers } = bridge;
  const { memory, module } = capi;
  const call = rawFunction(module, 'PyObject_Call');
  const delivery = createDelivery(module);
  const getSys = rawFunction(module, 'PySys_GetObject');
  const asFileDescriptor = rawFunction(module, 'PyObject_AsFileDescriptor');
  const parseLater = parsers.keywords('O|iOi:dump_traceback_later', ['timeout', 'repeat', 'file', 'exit']);
  /** The signals that the host has been told to have caught. */
  const told = new Set<number>();

  function tellHost(): void {
    const host = interrupts();
    if (host === undefined) return;
    for (let signal = 1; signal <= LAST_SIGNAL; signal++) {
      const action = delivery.actionOf(signal);
      if (action === 'c' && !told.has(signal)) {
        told.add(signal);
        host.setDisposition(signal, 'caught');
      } else if (action !== 'c' && told.delete(signal)) {
        host.setDisposition(signal, action === 'python' ? 'caught' : action);
      }
    }
  }

  /** faulthandler.c: faulthandler_get_fileno, of what CPython's own has accepted. */
  function fileno(file: PyObject | undefined): number {
    const o = file === undefined || file === capi.Py_None ? getSys(memory.literal('stderr')) : file;
    return asFileDescriptor(o);
  }

  /** faulthandler.c: faulthandler_dump_traceback_later, when CPython's own has found nothing wrong but that there are no threads. */
  function startWatchdog(dump: (fd: number, header: string) => void, args: PyObject, kwargs: PyObject): PyObject {
    const host = interrupts();
    const parsed = parseLater(args, kwargs);
    if (parsed === null || host === undefined) return 0;
    const [timeout, repeat = 0, file, exit = 0] = parsed as [PyObject, number?, PyObject?, number?];
    const ns = capi.exactNanosecondsOf(timeout, ROUND_TIMEOUT);
    if (ns === null) return 0;
    const us = (ns + NS_PER_US - 1n) / NS_PER_US;
    const fd = fileno(file);
    if (fd < 0) return 0;
    const header = timeoutHeader(us);
    host.onWatchdog = () => {
      dump(fd, header);
      if (exit !== 0) endProcess({ status: 1 });
    };
    host.setWatchdog(Math.max(1, Math.ceil(Number(us) / 1000)), repeat !== 0);
    return capi.none();
  }

  whenExecuted(bridge, 'faulthandler', (faulthandler) => {
    const original = (name: string): PyObject => capi.PyObject_GetAttrString(faulthandler, memory.literal(name));
    const changing = CHANGING.map((name) => {
      const own = original(name);
      return withKeywords(name, (_self, args, kwargs) => {
        const result = call(own, args, kwargs);
        tellHost();
        return result;
      });
    });
    const [later, cancel, ownDump] = ['dump_traceback_later', 'cancel_dump_traceback_later', 'dump_traceback'].map(
      original,
    ) as [PyObject, PyObject, PyObject];
    const dump = createTracebackDump(bridge, ownDump);
    const functions = [
      ...changing,
      withKeywords('dump_traceback_later', (_self, args, kwargs) => {
        const result = call(later, args, kwargs);
        if (result !== 0 || interrupts() === undefined || !takeThreadError()) return result;
        return startWatchdog(dump, args, kwargs);
      }),
      noArgs('cancel_dump_traceback_later', () => {
        interrupts()?.setWatchdog(0, false);
        return capi.PyObject_CallNoArgs(cancel);
      }),
    ];
    const name = capi.strOf('faulthandler');
    for (const [key, o] of define.functions(functions, faulthandler, name)) addMember(capi, faulthandler, key, o);
    capi.Py_DecRef(name);
  });

  /** Whether what was raised says that no thread can be started, which is no failure here. It is cleared then. */
  function takeThreadError(): boolean {
    const error = capi.PyErr_GetRaisedException();
    const text = capi.PyObject_Str(error);
    const isIt = capi.stringFrom(text) === 'unable to start watchdog thread';
    capi.Py_DecRef(text);
    if (isIt) capi.Py_DecRef(error);
    else rawFunction(module, 'PyErr_SetRaisedException')(error);
    return isIt;
  }
}
