/** What Python's thread and the one that hears signals share (interrupts.ts, signal-relay.ts). */

/** The shared words: which signals wait (64 bits), the kernel's number of Python's thread, and how many requests were answered. */
export const Word = { pendingLow: 0, pendingHigh: 1, thread: 2, answered: 3 } as const;

const WORDS = 4;

export function createInterruptState(): SharedArrayBuffer {
  return new SharedArrayBuffer(WORDS * Int32Array.BYTES_PER_ELEMENT);
}

/** What becomes of a signal of the process, as `signal.signal` says. */
export type Disposition = 'default' | 'ignored' | 'caught';

export interface DispositionRequest {
  readonly signal: number;
  readonly disposition: Disposition;
}
