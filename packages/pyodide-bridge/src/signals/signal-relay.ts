/** The main thread's end of interrupts.ts: hears signals and passes them on. */

import inspector from 'node:inspector';
import { constants } from 'node:os';
import { setWord, sys, threads } from '@pysock/host';
import type { Inherited } from './inherited.ts';
import { type DispositionRequest, type SignalRequest, type WatchdogRequest, Word } from './interrupt-state.ts';
import { wakeSignal } from './interrupts.ts';
import { signalsOf } from './signal-sets.ts';

const { SIGKILL, SIGSEGV, SIGSTOP, SIGUSR1 } = constants.signals;

/** How long until a wake-up is repeated, in milliseconds: it may have come just before the thread began to wait. */
const FIRST_REPEAT = 2;
const LAST_REPEAT = 50;
const TWO_32 = 2 ** 32;

const names = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name as NodeJS.Signals]));

/** How often it is looked whether a signal was noted that came just before Python's thread began to wait, in milliseconds. */
const NOTED_INTERVAL = 50;

export class SignalRelay {
  readonly #words: Int32Array;
  readonly #listeners = new Map<number, () => void>();
  readonly #noted: threads.NotedSignals;
  readonly #notes = new Set<number>();
  #repeat: NodeJS.Timeout | undefined;
  #watchdog: NodeJS.Timeout | undefined;
  #looking: NodeJS.Timeout | undefined;

  constructor(shared: SharedArrayBuffer, { ignored }: Inherited) {
    this.#words = new Int32Array(shared);
    this.#noted = new threads.NotedSignals({ words: this.#words, thread: Word.thread, wakeSignal: wakeSignal() });
    for (const signal of signalsOf(ignored)) sys.setIgnored(signal);
    this.#takeOver(signalsOf(ignored).includes(SIGUSR1));
  }

  /** Node opens its debugger on SIGUSR1. For Python it is a signal like any other, and one that came before is not forgotten. */
  #takeOver(isIgnored: boolean): void {
    if (isIgnored) return;
    sys.setDefault(SIGUSR1);
    if (inspector.url() !== undefined) {
      inspector.close();
      sys.kill(process.pid, SIGUSR1);
    }
    // Started with --disable-sigusr1, Node blocks it.
    threads.unblock(SIGUSR1);
  }

  /** Answers what `Interrupts.setDisposition` asks. */
  answer(request: SignalRequest): void {
    // What the kernel has delivered by now is read at the loop's next turn.
    if ('settle' in request) setImmediate(() => setImmediate(() => this.#tellAnswered()));
    else if ('watchdog' in request) this.#setWatchdog(request);
    else this.#setDisposition(request);
  }

  #setWatchdog({ watchdog, repeat }: WatchdogRequest): void {
    clearInterval(this.#watchdog);
    if (watchdog === 0) return;
    const tell = () => {
      if (!repeat) clearInterval(this.#watchdog);
      Atomics.store(this.#words, Word.watchdog, 1);
      this.#wakeNow();
    };
    this.#watchdog = setInterval(tell, watchdog);
  }

  #setDisposition({ signal, disposition }: DispositionRequest): void {
    if (disposition === 'caught') this.#listen(signal);
    else {
      this.#unlisten(signal);
      if (disposition === 'ignored') sys.setIgnored(signal);
      // V8's, until it finds that the fault is not its own.
      else if (signal !== SIGSEGV) sys.setDefault(signal);
    }
    this.#tellAnswered();
  }

  #tellAnswered(): void {
    Atomics.add(this.#words, Word.answered, 1);
    Atomics.notify(this.#words, Word.answered);
  }

  #listen(signal: number): void {
    const name = names.get(signal);
    if (signal === SIGKILL || signal === SIGSTOP) return;
    // Anew each time: an ignored signal's listener would not be told again.
    this.#unlisten(signal);
    if (name === undefined || signal === SIGSEGV) {
      this.#note(signal);
      return;
    }
    const listener = () => this.#pass(signal);
    this.#listeners.set(signal, listener);
    process.on(name, listener);
  }

  /** For a signal that no listener of Node's can be given. */
  #note(signal: number): void {
    if (this.#noted.start(signal) < 0) return;
    this.#notes.add(signal);
    this.#looking ??= setInterval(() => this.#wakeNow(), NOTED_INTERVAL);
  }

  #unlisten(signal: number): void {
    this.#noted.stop(signal);
    if (this.#notes.delete(signal) && this.#notes.size === 0) {
      clearInterval(this.#looking);
      this.#looking = undefined;
    }
    const listener = this.#listeners.get(signal);
    const name = names.get(signal);
    if (listener === undefined || name === undefined) return;
    process.removeListener(name, listener);
    this.#listeners.delete(signal);
  }

  #pass(signal: number): void {
    const [word, bit] = signal <= 32 ? [Word.pendingLow, signal - 1] : [Word.pendingHigh, signal - 33];
    Atomics.or(this.#words, word, 1 << bit);
    this.#wakeNow();
  }

  #wakeNow(): void {
    clearTimeout(this.#repeat);
    this.#wake(FIRST_REPEAT);
  }

  /** Has the eval loop look at its next check. It may be counting just now, and not see it: that is repeated. */
  #hurry(): void {
    const words = this.#words;
    const clock = (words[Word.clockHigh] as number) * TWO_32 + ((words[Word.clockLow] as number) >>> 0);
    if (clock !== 0) setWord(clock, 1);
  }

  /** Wakes Python's thread until it has taken what waits. */
  #wake(next: number): void {
    const words = this.#words;
    const signals = Atomics.load(words, Word.pendingLow) | Atomics.load(words, Word.pendingHigh);
    const waits = signals | Atomics.load(words, Word.watchdog);
    const thread = Atomics.load(this.#words, Word.thread);
    if (waits === 0 || thread === 0) return;
    this.#hurry();
    sys.tgkill(thread, wakeSignal());
    this.#repeat = setTimeout(() => this.#wake(Math.min(next * 2, LAST_REPEAT)), next);
  }
}
