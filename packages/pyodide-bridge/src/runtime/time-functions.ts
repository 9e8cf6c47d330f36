/** timemodule.c: what waits. */
import { constants, monotonic, sys } from '@pysock/socket-shim/internals';
import type { Bridge } from '../bridge.ts';
import { rawFunction } from '../capi/emscripten.ts';
import { METH_O, type MethodDef } from '../capi/methodobject.ts';

const ROUND_TIMEOUT = 3;

export function timeFunctions(bridge: Bridge): MethodDef[] {
  const { capi, errors, checkSignals, finish, scheduler } = bridge;
  const fromSeconds = rawFunction(capi.module, '_PyTime_FromSecondsObject');

  /** timemodule.c: time_sleep, pysleep */
  function time_sleep(_module: number, secs: number): number {
    if (!capi.audit('time.sleep', 'O', secs)) return 0;
    const nanoseconds = capi.memory.onStack(8, (pointer) => {
      if (fromSeconds(pointer, secs, ROUND_TIMEOUT) < 0) return null;
      return new DataView(capi.module.HEAPU8.buffer).getBigInt64(pointer, true);
    });
    if (nanoseconds === null) return 0;
    if (nanoseconds < 0n) return capi.raise('ValueError', 'sleep length must be non-negative');
    if (scheduler.threaded) {
      const wake = monotonic() + Number(nanoseconds);
      const slept = {
        files: [],
        deadline: wake,
        expired: 0,
        attempt: () => (monotonic() < wake ? -constants.EAGAIN : 0),
      };
      return finish(scheduler.waitFor(slept), (result) => (result < 0 ? errors.setResult(result) : capi.none()));
    }
    const deadline = process.hrtime.bigint() + nanoseconds;
    for (;;) {
      const result = sys.sleepUntil(deadline);
      if (result === 0) return capi.none();
      if (result !== -constants.EINTR) return errors.setErrno(-result);
      if (checkSignals() < 0) return 0;
    }
  }

  return [
    {
      name: 'sleep',
      flags: METH_O,
      waits: true,
      call: time_sleep,
      doc: 'sleep($module, seconds, /)\n--\n\nDelay execution for a given number of seconds, which may be a fraction.',
    },
  ];
}
