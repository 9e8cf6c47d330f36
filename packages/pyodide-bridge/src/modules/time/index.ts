/** timemodule.c: what waits. */
import { constants, sys } from '@pysock/host';
import { monotonic } from '@pysock/socket-shim/internals';
import type { Bridge } from '../../bridge.ts';
import { METH_O, type MethodDef } from '../../capi/methodobject.ts';
import { ROUND_TIMEOUT } from '../../capi/pytime.ts';
import { clockFunctions } from './clocks.ts';
import { systemClockFunctions } from './system-clocks.ts';
import { timeZoneFunctions } from './time-zone.ts';

export function timeFunctions(bridge: Bridge): MethodDef[] {
  const { capi, errors, finish, scheduler } = bridge;

  /** timemodule.c: time_sleep, pysleep */
  function time_sleep(_module: number, secs: number): number {
    if (!capi.audit('time.sleep', 'O', secs)) return 0;
    const nanoseconds = capi.exactNanosecondsOf(secs, ROUND_TIMEOUT);
    if (nanoseconds === null) return 0;
    if (nanoseconds < 0n) return capi.raise('ValueError', 'sleep length must be non-negative');
    const slept = (result: number): number => (result < 0 ? errors.setResult(result) : capi.none());
    // As in CPython, a sleep of no time lets others go on.
    if (nanoseconds === 0n) return finish(scheduler.giveWay(), slept);
    const deadline = process.hrtime.bigint() + nanoseconds;
    const wake = monotonic() + Number(nanoseconds);
    const wait = {
      files: [],
      deadline: wake,
      expired: 0,
      attempt: () => (monotonic() < wake ? -constants.EAGAIN : 0),
    };
    if (scheduler.threaded) return finish(scheduler.waitFor(wait), slept);
    const result = sys.sleepUntil(deadline);
    return finish(result === -constants.EINTR ? scheduler.interrupted(wait) : result, slept);
  }

  return [
    ...(bridge.isLinux
      ? [...clockFunctions(bridge), ...systemClockFunctions(bridge), ...timeZoneFunctions(bridge)]
      : []),
    {
      name: 'sleep',
      flags: METH_O,
      waits: true,
      call: time_sleep,
      doc: 'sleep($self, object, /)\n--\n\nsleep(seconds)\n\nDelay execution for a given number of seconds, which may be a fraction.',
    },
  ];
}
