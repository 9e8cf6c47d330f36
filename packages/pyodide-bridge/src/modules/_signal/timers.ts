/**
 * signalmodule.c: alarm, setitimer, getitimer. The timers are the kernel's, so that one rings while Python is blocked in a system
 * call, and ends a program that has no handler for its signal.
 */

import { constants, strerror, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall, oneArg } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { memberOf } from '../../capi/moduleobject.ts';
import { ROUND_CEILING } from '../../capi/pytime.ts';
import { createDelivery } from '../../signals/delivery.ts';
import { rawFunction } from '../../wasm/emscripten.ts';

const NS_PER_US = 1000n;
const US_PER_SECOND = 1_000_000n;

/** What ITIMER_REAL, ITIMER_VIRTUAL and ITIMER_PROF send. */
const SIGNALS = [constants.SIGALRM, constants.SIGVTALRM, constants.SIGPROF] as const;

/**
 * What is called when a timer has been set anew. When it was set before, it may have rung until now: the handler that there is now
 * runs, and none that is set afterwards.
 */
function createRings(bridge: Bridge): (which: number, isOn: boolean) => void {
  const { scheduler } = bridge;
  const { actionOf } = createDelivery(bridge.capi.module);
  const set = new Set<number>();
  return (which, isOn) => {
    const signal = SIGNALS[which];
    const wasSet = set.has(which);
    if (isOn) set.add(which);
    else set.delete(which);
    if (!wasSet || signal === undefined || scheduler.current?.isMain === false) return;
    const action = actionOf(signal);
    if (action !== 'default' && action !== 'ignored') bridge.settleSignals();
  };
}

export function timerFunctions(bridge: Bridge): MethodDef[] {
  const { capi, errno } = bridge;
  const { memory, module } = capi;
  const asInt = rawFunction(module, 'PyLong_AsInt');
  const checkPositional = rawFunction(module, '_PyArg_CheckPositional');
  const ItimerError = memberOf(capi, '_signal', 'ItimerError');
  const timer = new BigInt64Array(4);
  const previous = new BigInt64Array(4);
  const rings = createRings(bridge);

  const int = (o: PyObject): number | null => {
    const value = asInt(o);
    return value === -1 && capi.PyErr_Occurred() !== 0 ? null : value;
  };

  /** signalmodule.c: timeval_from_double */
  function setTime(o: PyObject, place: number): boolean {
    const ns = o === 0 ? 0n : capi.exactNanosecondsOf(o, ROUND_CEILING);
    if (ns === null) return false;
    const us = ns > 0n ? (ns + NS_PER_US - 1n) / NS_PER_US : ns / NS_PER_US;
    timer[place] = us / US_PER_SECOND;
    timer[place + 1] = us % US_PER_SECOND;
    return true;
  }

  /** signalmodule.c: itimer_retval */
  function pair([intervalSeconds, intervalUs, seconds, us]: BigInt64Array): PyObject {
    const time = (s: bigint | undefined, fraction: bigint | undefined): PyObject =>
      capi.PyFloat_FromDouble(Number(s) + Number(fraction) / 1e6);
    return capi.tupleOf(time(seconds, us), time(intervalSeconds, intervalUs));
  }

  function failed(result: number): 0 {
    const args = capi.tupleOf(capi.PyLong_FromLong(errno.shown(-result)), capi.strOf(strerror(-result)));
    capi.PyErr_SetObject(ItimerError, args);
    capi.Py_DecRef(args);
    return 0;
  }

  function signal_alarm(_module: PyObject, o: PyObject): PyObject {
    const seconds = int(o);
    if (seconds === null) return 0;
    const left = sys.alarm(seconds);
    rings(0, seconds !== 0);
    return capi.fromNumber(left);
  }

  function signal_setitimer(_module: PyObject, args: number, count: number): PyObject {
    if (checkPositional(memory.literal('setitimer'), count, 2, 3) === 0) return 0;
    const which = int(memory.uint32(args));
    if (which === null || !setTime(memory.uint32(args + 4), 2)) return 0;
    if (!setTime(count > 2 ? memory.uint32(args + 8) : 0, 0)) return 0;
    const result = sys.setitimer(which, timer, previous);
    if (result < 0) return failed(result);
    rings(
      which,
      timer.some((part, index) => index >= 2 && part !== 0n),
    );
    return pair(previous);
  }

  function signal_getitimer(_module: PyObject, o: PyObject): PyObject {
    const which = int(o);
    if (which === null) return 0;
    const result = sys.getitimer(which, previous);
    return result < 0 ? failed(result) : pair(previous);
  }

  return [
    oneArg(
      'alarm',
      signal_alarm,
      'alarm($module, seconds, /)\n--\n\nHave SIGALRM sent to the process in so many seconds; 0 for not at all. Returns the\nseconds that were left of an earlier alarm.',
    ),
    fastCall(
      'setitimer',
      signal_setitimer,
      'setitimer($module, which, seconds, interval=0.0, /)\n--\n\nHave a signal sent in so many seconds, and then each interval: SIGALRM for ITIMER_REAL,\nSIGVTALRM for ITIMER_VIRTUAL, SIGPROF for ITIMER_PROF. Returns what was set before.',
    ),
    oneArg(
      'getitimer',
      signal_getitimer,
      'getitimer($module, which, /)\n--\n\nA pair: the seconds until a timer sends its signal, and its interval.',
    ),
  ];
}
