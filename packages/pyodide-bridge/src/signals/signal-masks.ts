/**
 * signalmodule.c, pthread_sigmask(3): which signals Python's threads block.
 *
 * Each thread of Python's has a mask, and one thread of the system runs them all. A signal that is sent to the process goes to a
 * thread that does not block it. So the kernel is told to block, in all threads of the process, what every thread of Python's
 * blocks: such a signal waits in the kernel, where `sigpending` and `sigwait` find it, and children inherit the mask.
 *
 * Differs: a signal that is sent to one thread, which blocks it, while others do not, is handled in their place.
 */
import { callHere, sys, threads } from '@pysock/host';
import { wakeSignal } from './interrupts.ts';
import { bitOf, signalsOf } from './signal-sets.ts';

/** A thread of Python's: the signals that it blocks. */
export interface Masked {
  blocked: bigint;
}

/** Those that have not ended. */
export interface MaskedThreads {
  readonly alive: Iterable<Masked>;
  /** Told when one has. */
  readonly watch: { ended?: () => void };
}

/** The program's own, which is beside the one that wakes threads. */
const maskSignal = (): number => wakeSignal() - 1;

export class SignalMasks {
  readonly #states: MaskedThreads;
  #kernel: threads.SignalMask | undefined;
  /** What the kernel has been told. */
  #blocked = 0n;

  constructor(states: MaskedThreads) {
    this.#states = states;
  }

  /** Whether a signal that is sent to the process waits. */
  isBlocked(signal: number): boolean {
    return signal >= 1 && (this.#blocked & bitOf(signal)) !== 0n;
  }

  /** The signals that wait. */
  get pending(): bigint {
    return this.#blocked === 0n ? 0n : sys.sigpending() & this.#blocked;
  }

  /** The mask that the process was started with, which Node has forgotten. */
  inherit(main: Masked, mask: bigint): void {
    main.blocked = mask;
    this.#tell(this.#common());
  }

  /** Gives a thread another mask. `release` is called with each signal that was waiting and has a handler, and waits no more. */
  change(
    thread: Masked,
    mask: bigint,
    isHandled: (signal: number) => boolean,
    release: (signal: number) => void,
  ): void {
    thread.blocked = mask;
    const blocked = this.#common();
    for (const signal of signalsOf(this.pending & ~blocked)) {
      if (isHandled(signal) && callHere(new sys.SignalWait(bitOf(signal)).call(0)) === signal) release(signal);
    }
    this.#tell(blocked);
  }

  /** What every thread blocks. */
  #common(): bigint {
    return [...this.#states.alive].reduce((set, { blocked }) => set & blocked, (1n << 64n) - 1n);
  }

  #tell(blocked: bigint): void {
    if (blocked === this.#blocked) return;
    this.#kernel ??= new threads.SignalMask(maskSignal(), [wakeSignal()]);
    this.#states.watch.ended = () => this.#tell(this.#common());
    this.#blocked = blocked;
    this.#kernel.set(blocked);
  }
}
