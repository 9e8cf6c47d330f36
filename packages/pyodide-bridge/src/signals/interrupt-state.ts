/** What Python's thread and the one that hears signals share (interrupts.ts, signal-relay.ts). */

/** The shared words: which signals wait (64 bits), the kernel's number of Python's thread, how many requests were answered, whether the watchdog's time is over, and the host address of the word that the eval loop counts down to its next look (64 bits; 0: unknown). */
export const Word = {
  pendingLow: 0,
  pendingHigh: 1,
  thread: 2,
  answered: 3,
  watchdog: 4,
  clockLow: 5,
  clockHigh: 6,
} as const;

const WORDS = 8;

export function createInterruptState(): SharedArrayBuffer {
  return new SharedArrayBuffer(WORDS * Int32Array.BYTES_PER_ELEMENT);
}

/** What becomes of a signal of the process, as `signal.signal` says. */
export type Disposition = 'default' | 'ignored' | 'caught';

export interface DispositionRequest {
  readonly signal: number;
  readonly disposition: Disposition;
}

/** Has Python's thread told in so many milliseconds, once or again and again; 0 for not at all. */
export interface WatchdogRequest {
  readonly watchdog: number;
  readonly repeat: boolean;
}

/** To be answered when all signals that had come before have been noted. */
export interface SettleRequest {
  readonly settle: true;
}

export type SignalRequest = DispositionRequest | WatchdogRequest | SettleRequest;
