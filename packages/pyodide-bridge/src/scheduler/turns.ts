/**
 * Turns: a thread that computes without waiting gives way to the others when `sys.getswitchinterval()` is over.
 *
 * Every 50 of its checks the eval loop looks for signals. While several threads live, we are asked there: when the turn is over,
 * a signal is marked as received that no program can use, and the eval loop calls its handler, which suspends the thread.
 */

import { threads } from '@pysock/host';
import { INTERRUPTED } from '@pysock/host/call';
import { monotonic } from '@pysock/socket-shim/internals';
import type { CApi } from '../capi/index.ts';
import { type Definitions, METH_FASTCALL } from '../capi/methodobject.ts';
import { type InterruptBuffer, listen } from '../signals/interrupt-buffer.ts';
import type { HostMemory } from '../wasm/host-memory.ts';
import type { Scheduler } from './scheduler.ts';
import type { ThreadStates, Turns } from './threads.ts';

/** `signalsWait`: whether a signal has come that the main thread is to look at. */
export function createTurns(
  capi: CApi,
  define: Definitions,
  scheduler: Scheduler,
  { runtime }: ThreadStates,
  hostMemory: HostMemory,
  signalsWait: () => boolean,
): Turns | undefined {
  if (runtime === undefined) return undefined;

  const giveWay = define.functions(
    [
      {
        name: 'give_way',
        flags: METH_FASTCALL,
        waits: true,
        call() {
          runtime.setMain(scheduler.current?.isMain !== false, scheduler.current?.state);
          return scheduler.finish(scheduler.giveWay(), (result) => (result === INTERRUPTED ? 0 : capi.none()));
        },
      },
    ],
    0,
    0,
  );
  runtime.setHandler(giveWay.get('give_way') as number);

  let interval = 0;

  /** `sys.setswitchinterval()` may have changed it. */
  function keepInterval(): void {
    const now = runtime?.interval() as number;
    if (now === interval) return;
    interval = now;
    if (ticks !== undefined) ticks.interval = now;
  }

  function look(before: () => InterruptBuffer | undefined): InterruptBuffer | undefined {
    const { current } = scheduler;
    const isEvalLoop = runtime?.isEvalLoop() === true;
    const isOthers = current !== undefined && !current.isMain;
    const isSummoned = isOthers && (signalsWait() || (before()?.[0] ?? 0) !== 0);
    if (isSummoned) scheduler.summonMain();
    if (isEvalLoop && current !== undefined) {
      const now = monotonic();
      keepInterval();
      if (isSummoned || current.isInterrupted || now - scheduler.turn >= interval) {
        if (scheduler.mustGiveWay()) runtime?.trip(current.state, current.isMain);
        else scheduler.turn = now;
      }
    }
    return isOthers || current?.hearsBuffer === false ? undefined : before();
  }

  let isOn = false;
  let stopListening = (): void => undefined;
  /** Without it, a thread that makes long calls of C would look once in 50 of them. */
  let ticks: threads.Ticks | undefined;
  function end(): void {
    isOn = false;
    ticks?.end();
    stopListening();
  }
  return {
    begin() {
      interval = runtime.interval();
      ticks ??= new threads.Ticks(hostMemory.address(runtime.clockAddress()), capi.emscripten, interval);
      ticks.begin();
      isOn = true;
      stopListening = listen(capi.emscripten, look);
    },
    end,
    pause: () => ticks?.end(),
    goOn() {
      if (isOn) ticks?.begin();
    },
    close() {
      if (isOn) end();
      ticks?.close();
      ticks = undefined;
    },
  };
}
