/**
 * Signals that a handler of ours notes (assembly/note-signal-*.S): real-time ones, for which Node has no listeners, and SIGSEGV. That one
 * is V8's, which finds accesses outside of WebAssembly's memory by it: a fault goes on to V8, and one that was sent is noted.
 */
import { addressOf } from '../call/libc.ts';
import { constants } from '../constants/all.ts';
import { code as codeArm64 } from '../generated/machine-code/note-signal-arm64.ts';
import { code as codeX64 } from '../generated/machine-code/note-signal-x64.ts';
import { actionOf, handlerOf, setAction, withHandler } from '../sys/signal.ts';
import { mapCode } from './machine-code.ts';
import { Noted } from './noted-block.ts';

const { SIGSEGV } = constants;

export interface NotedWords {
  /** Where the bits lie, 64 of them, and after them the number of the thread that is woken, at word `thread`. */
  readonly words: Int32Array;
  readonly thread: number;
  readonly wakeSignal: number;
}

export class NotedSignals {
  readonly #state: NotedWords;
  /** What was there before, by signal. */
  readonly #before = new Map<number, Uint8Array>();
  /** Code with its data: one that has a handler to go on to, and one for all others. */
  readonly #code = new Map<boolean, number>();

  constructor(state: NotedWords) {
    this.#state = state;
  }

  /** Has a signal noted from now on. -errno when that cannot be. */
  start(signal: number): number {
    if (this.#before.has(signal)) return 0;
    const before = actionOf(signal);
    const goesOn = signal === SIGSEGV;
    const code = this.#code.get(goesOn) ?? this.#map(goesOn ? handlerOf(before) : 0n);
    if (code === 0) return -constants.ENOMEM;
    this.#code.set(goesOn, code);
    const result = setAction(signal, withHandler(code, goesOn ? before : undefined));
    if (result === 0) this.#before.set(signal, before);
    return result;
  }

  /** Gives it back to what had it before. */
  stop(signal: number): void {
    const before = this.#before.get(signal);
    if (before === undefined) return;
    this.#before.delete(signal);
    setAction(signal, before);
  }

  #map(previous: bigint): number {
    const { words, thread, wakeSignal } = this.#state;
    const data = new BigUint64Array(4);
    // Not what is no function: the default action, and being ignored.
    data[Noted.previous / 8] = previous > 1n ? previous : 0n;
    data[Noted.words / 8] = BigInt(addressOf(words));
    data[Noted.thread / 8] = BigInt(addressOf(words) + thread * 4);
    data[Noted.process / 8] = BigInt(process.pid) | (BigInt(wakeSignal) << 32n);
    return mapCode(process.arch === 'arm64' ? codeArm64 : codeX64, {
      at: Noted.data,
      bytes: new Uint8Array(data.buffer),
    });
  }
}
