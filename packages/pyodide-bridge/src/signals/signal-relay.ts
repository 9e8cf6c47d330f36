/** The main thread's end of interrupts.ts: hears signals and passes them on. */

import inspector from 'node:inspector';
import { constants } from 'node:os';
import { sys, threads } from '@pysock/host';
import type { Inherited } from './inherited.ts';
import { type DispositionRequest, Word } from './interrupt-state.ts';
import { wakeSignal } from './interrupts.ts';
import { signalsOf } from './signal-sets.ts';

const { SIGUSR1 } = constants.signals;

/** How long until a wake-up is repeated, in milliseconds: it may have come just before the thread began to wait. */
const FIRST_REPEAT = 2;
const LAST_REPEAT = 50;

const names = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name as NodeJS.Signals]));

/** Signals that no listener of Node's can be given, or that tell of a fault in the program itself. */
const UNHEARD = new Set(
  (['SIGKILL', 'SIGSTOP', 'SIGSEGV', 'SIGBUS', 'SIGFPE', 'SIGILL'] as const).map((name) => constants.signals[name]),
);

export class SignalRelay {
  readonly #words: Int32Array;
  readonly #listeners = new Map<number, () => void>();
  #repeat: NodeJS.Timeout | undefined;

  constructor(shared: SharedArrayBuffer, { ignored }: Inherited) {
    this.#words = new Int32Array(shared);
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
  answer({ signal, disposition }: DispositionRequest): void {
    if (disposition === 'caught') this.#listen(signal);
    else {
      this.#unlisten(signal);
      if (disposition === 'ignored') sys.setIgnored(signal);
      else sys.setDefault(signal);
    }
    Atomics.add(this.#words, Word.answered, 1);
    Atomics.notify(this.#words, Word.answered);
  }

  #listen(signal: number): void {
    const name = names.get(signal);
    if (name === undefined || UNHEARD.has(signal)) return;
    // Anew each time: an ignored signal's listener would not be told again.
    this.#unlisten(signal);
    const listener = () => this.#pass(signal);
    this.#listeners.set(signal, listener);
    process.on(name, listener);
  }

  #unlisten(signal: number): void {
    const listener = this.#listeners.get(signal);
    const name = names.get(signal);
    if (listener === undefined || name === undefined) return;
    process.removeListener(name, listener);
    this.#listeners.delete(signal);
  }

  #pass(signal: number): void {
    const [word, bit] = signal <= 32 ? [Word.pendingLow, signal - 1] : [Word.pendingHigh, signal - 33];
    Atomics.or(this.#words, word, 1 << bit);
    clearTimeout(this.#repeat);
    this.#wake(FIRST_REPEAT);
  }

  /** Wakes Python's thread until it has taken what waits. */
  #wake(next: number): void {
    const waits = Atomics.load(this.#words, Word.pendingLow) | Atomics.load(this.#words, Word.pendingHigh);
    const thread = Atomics.load(this.#words, Word.thread);
    if (waits === 0 || thread === 0) return;
    sys.tgkill(thread, wakeSignal());
    this.#repeat = setTimeout(() => this.#wake(Math.min(next * 2, LAST_REPEAT)), next);
  }
}
