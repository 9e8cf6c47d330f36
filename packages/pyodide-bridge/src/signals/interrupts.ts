/**
 * Signals on their way from the thread that hears them to the interpreter.
 *
 * Only Node's main thread hears signals, and Python runs in another. The two share a few words: the main thread notes a signal
 * there and wakes Python's thread; Python's thread hands it to the interpreter when the eval loop asks, or when a system call
 * came back with EINTR.
 */
import { sys } from '@pysock/host';
import type { EmscriptenModule } from '../wasm/emscripten.ts';
import { listen } from './interrupt-buffer.ts';
import { type Disposition, type SignalRequest, Word } from './interrupt-state.ts';

/** How many milliseconds a request to the main thread may take. It takes 0.1 when nothing else is going on there. */
const ANSWER_TIMEOUT = 2000;
const TWO_32 = 2 ** 32;

/**
 * The signal that wakes a blocked thread: a real-time one, away from both ends of the range, where C libraries, debuggers and
 * threads packages take theirs.
 */
export function wakeSignal(): number {
  return sys.SIGRTMIN() + 12;
}

/** Python's end. */
export class Interrupts {
  readonly #words: Int32Array;
  readonly #deliver: (signal: number) => void;
  readonly #ask: (request: SignalRequest) => void;
  /** Called when the watchdog's time is over, wherever Python's thread looks for signals. */
  onWatchdog: () => void = () => undefined;

  /** `deliver` hands a signal to the interpreter; `ask` sends a request to the main thread. Call it on Python's thread. */
  constructor(shared: SharedArrayBuffer, deliver: (signal: number) => void, ask: (request: SignalRequest) => void) {
    this.#words = new Int32Array(shared);
    this.#deliver = deliver;
    this.#ask = ask;
    sys.setInterrupting(wakeSignal());
    Atomics.store(this.#words, Word.thread, sys.gettid());
  }

  /** Moves the signals that wait to the interpreter, which runs their handlers in its next `PyErr_CheckSignals`. True when there were any. */
  poll(): boolean {
    if (Atomics.exchange(this.#words, Word.watchdog, 0) !== 0) this.onWatchdog();
    const low = this.#take(Word.pendingLow, 1);
    return this.#take(Word.pendingHigh, 33) || low;
  }

  /** Whether there are any. */
  get isWaiting(): boolean {
    const words = this.#words;
    return (
      (Atomics.load(words, Word.pendingLow) |
        Atomics.load(words, Word.pendingHigh) |
        Atomics.load(words, Word.watchdog)) !==
      0
    );
  }

  #take(word: number, first: number): boolean {
    if (Atomics.load(this.#words, word) === 0) return false;
    let bits = Atomics.exchange(this.#words, word, 0);
    for (let signal = first; bits !== 0; signal++, bits >>>= 1) if (bits & 1) this.#deliver(signal);
    return true;
  }

  /** Takes the signals that wait without handing them on, as Python has ended. */
  acknowledge(): void {
    Atomics.store(this.#words, Word.thread, 0);
    Atomics.store(this.#words, Word.clockLow, 0);
    Atomics.store(this.#words, Word.clockHigh, 0);
    Atomics.store(this.#words, Word.pendingLow, 0);
    Atomics.store(this.#words, Word.pendingHigh, 0);
  }

  /** Has the main thread listen to a signal, or stop. Returns when that is so. */
  setDisposition(signal: number, disposition: Disposition): void {
    this.#askAndWait({ signal, disposition });
  }

  /** Returns when the main thread has noted the signals that it has heard. */
  settle(): void {
    this.#askAndWait({ settle: true });
  }

  #askAndWait(request: SignalRequest): void {
    const answered = Atomics.load(this.#words, Word.answered);
    this.#ask(request);
    Atomics.wait(this.#words, Word.answered, answered, ANSWER_TIMEOUT);
  }

  /** Has `onWatchdog` called in so many milliseconds; 0 for not at all. */
  setWatchdog(milliseconds: number, repeat: boolean): void {
    Atomics.store(this.#words, Word.watchdog, 0);
    this.#ask({ watchdog: milliseconds, repeat });
  }

  /**
   * Hands signals over when the eval loop looks for them. `clock` is the host address of the word that it counts down until then: the
   * main thread sets it to 1 when a signal has come, as 50 checks may be many long calls of C.
   */
  listen(emscripten: EmscriptenModule, clock: number): void {
    const words = this.#words;
    words[Word.clockHigh] = Math.floor(clock / TWO_32);
    words[Word.clockLow] = clock;
    listen(emscripten, (before) => {
      const signals = (words[Word.pendingLow] as number) | (words[Word.pendingHigh] as number);
      if ((signals | (words[Word.watchdog] as number)) !== 0) this.poll();
      return before();
    });
  }
}
