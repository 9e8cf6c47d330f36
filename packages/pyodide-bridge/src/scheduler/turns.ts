/**
 * Turns: a thread that computes without waiting gives way to the others when `sys.getswitchinterval()` is over.
 *
 * The eval loop asks for an element of `pyodide.setInterruptBuffer`'s array every 50 of its checks. While several threads live,
 * that array is ours: when the turn is over, it marks a signal as received that no program can use, and the eval loop calls its
 * handler, which suspends the thread.
 */
import { monotonic } from '@pysock/socket-shim/internals';
import type { CApi, EmscriptenModule } from '../capi/index.ts';
import { type Definitions, METH_FASTCALL } from '../capi/methodobject.ts';
import type { Scheduler } from './scheduler.ts';
import type { ThreadStates } from './threads.ts';

/** What the eval loop reads and writes. */
interface InterruptBuffer {
  0: number;
}

interface Listening extends EmscriptenModule {
  Py_EmscriptenSignalBuffer?: InterruptBuffer | undefined;
  readonly _Py_EMSCRIPTEN_SIGNAL_HANDLING: number;
}

export interface Turns {
  /** Several threads live from now on. */
  begin(): void;
  /** One lives. */
  end(): void;
}

/** `signalsWait`: whether a signal has come that the main thread is to look at. */
export function createTurns(
  capi: CApi,
  define: Definitions,
  scheduler: Scheduler,
  { runtime }: ThreadStates,
  signalsWait: () => boolean,
): Turns | undefined {
  if (runtime === undefined) return undefined;
  const module = capi.emscripten as Listening;

  const giveWay = define.functions(
    [
      {
        name: 'give_way',
        flags: METH_FASTCALL,
        waits: true,
        call() {
          runtime.setMain(scheduler.current === scheduler.main);
          return scheduler.finish(scheduler.giveWay(), () => capi.none());
        },
      },
    ],
    0,
    0,
  );
  runtime.setHandler(giveWay.get('give_way') as number);

  /** What was in our place before: a program's own array, or the one that hands signals over. */
  let before: InterruptBuffer | undefined;
  let listened = 0;

  function look(): number {
    const { current, main } = scheduler;
    const isEvalLoop = runtime?.isEvalLoop() === true;
    const isOthers = current !== undefined && current !== main;
    const isSummoned = isOthers && (signalsWait() || (before instanceof Uint8Array && before[0] !== 0));
    if (isSummoned) scheduler.summonMain();
    if (isEvalLoop && current !== undefined) {
      const now = monotonic();
      if (isSummoned || now - scheduler.turn >= (runtime?.interval() as number)) {
        if (scheduler.hasOthers()) runtime?.trip(current.state);
        else scheduler.turn = now;
      }
    }
    return isOthers ? 0 : (before?.[0] ?? 0);
  }

  const buffer: InterruptBuffer = {
    get 0() {
      return look();
    },
    set 0(signal: number) {
      const { current, main } = scheduler;
      if (before !== undefined && (current === undefined || current === main)) before[0] = signal;
    },
  };

  return {
    begin() {
      before = module.Py_EmscriptenSignalBuffer;
      listened = module.HEAP8[module._Py_EMSCRIPTEN_SIGNAL_HANDLING] as number;
      module.Py_EmscriptenSignalBuffer = buffer;
      module.HEAP8[module._Py_EMSCRIPTEN_SIGNAL_HANDLING] = 1;
    },
    end() {
      if (module.Py_EmscriptenSignalBuffer !== buffer) return;
      module.Py_EmscriptenSignalBuffer = before;
      module.HEAP8[module._Py_EMSCRIPTEN_SIGNAL_HANDLING] = listened;
    },
  };
}
