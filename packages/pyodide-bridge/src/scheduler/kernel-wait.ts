/**
 * Waiting in the kernel itself, in a thread of the operating system, while other threads of Python's go on.
 *
 * For whatever readiness is not the whole condition of: the kernel knows when such a call is over, and nobody else does.
 */
import { callHere, constants, type SystemCall, sys, type threads } from '@pysock/host';
import { tellBegun, tellReturned, WOULD_BLOCK } from '@pysock/host/call';
import type { RunningWait, Wait, WaitFile } from './threads.ts';

const { EAGAIN, EINTR, POLLIN } = constants;

const NO_FILES: readonly WaitFile[] = [];
const nobody = new Int32Array(2);

/** A call that may block. */
export interface KernelCall {
  /** The call as it is to be made now, and what lies where its arguments point. Asked again when a signal has interrupted it. */
  prepare(): SystemCall;
  /** Which arguments are descriptors, by their places. */
  readonly descriptors: readonly number[];
  /** The result of the whole; -EAGAIN when more is to be done. Absent, it is what the call has returned. */
  returned?(result: number): number;
  /** The result when a signal has interrupted it before it did anything; absent, it is made again. */
  readonly whenSignalled?: number;
  /** A descriptor among the arguments is now another. */
  moved?(from: number, to: number): void;
}

export class KernelWait implements Wait, RunningWait {
  readonly files = NO_FILES;
  readonly deadline = Number.POSITIVE_INFINITY;
  readonly running = this;
  readonly whenSignalled?: number;
  readonly #threads: threads.CallThreads;
  readonly #call: KernelCall;
  readonly #mayStart: () => boolean;
  #made: SystemCall | undefined;
  #thread: threads.RunningCall | undefined;

  /** `mayStart`: whether there are other threads to make way for. If not, the call blocks where it is. */
  constructor(callThreads: threads.CallThreads, call: KernelCall, mayStart: () => boolean) {
    this.#threads = callThreads;
    this.#call = call;
    this.#mayStart = mayStart;
    if (call.whenSignalled !== undefined) this.whenSignalled = call.whenSignalled;
  }

  get isOver(): boolean {
    return this.#thread?.isOver !== false;
  }

  attempt = (): number => {
    for (;;) {
      let result: number;
      if (this.#thread === undefined) {
        this.#made = this.#call.prepare();
        const mayStart = this.#mayStart();
        if (mayStart) tellBegun(this.#made);
        this.#thread = mayStart ? this.#threads.start(this.#made) : undefined;
        if (this.#thread !== undefined) return -EAGAIN;
        result = callHere(this.#made);
      } else {
        if (!this.#thread.isOver) return -EAGAIN;
        result = this.#thread.take();
        this.#thread = undefined;
        tellReturned(this.#made as SystemCall, result);
      }
      if (result === -EINTR) return result;
      const whole = result === -EAGAIN ? WOULD_BLOCK : (this.#call.returned?.(result) ?? result);
      if (whole !== -EAGAIN) return whole;
    }
  };

  uses(fd: number): boolean {
    const { args } = this.#made as SystemCall;
    return this.#thread !== undefined && this.#call.descriptors.some((place) => args[place] === fd);
  }

  moved(from: number, to: number): void {
    this.#call.moved?.(from, to);
    const thread = this.#thread;
    if (thread === undefined) return;
    this.interrupt();
    const result = thread.take();
    const made = this.#made as SystemCall;
    const args = made.args.map((value, place) =>
      value === from && this.#call.descriptors.includes(place) ? to : value,
    );
    if (result === -EINTR) {
      this.#made = { number: made.number, args };
      this.#thread = this.#threads.start(this.#made);
    } else this.#thread = { isOver: true, take: () => result, interrupt: () => undefined };
  }

  interrupt(): void {
    const thread = this.#thread;
    while (thread?.isOver === false) {
      thread.interrupt();
      // A millisecond, or less: a signal that comes before the thread blocks is lost.
      if (!thread.isOver) sys.poll(nobody, 0, 1);
    }
  }
}

/** Waiting in slices, where nobody can end a wait with a signal: a worker that is terminated, and an interrupt buffer. */
export interface Slices {
  /** In milliseconds. */
  readonly length: number;
  /** Whether the wait is to be interrupted, as by a signal. */
  isInterrupted(): boolean;
}

/** Waits for a call's end where no other thread can go on meanwhile. -EINTR when a signal comes first, else 0. */
export function waitForCall(running: RunningWait, descriptor: number, slices?: Slices): number {
  while (!running.isOver) {
    // The descriptor tells of any call's end, and stays readable until the scheduler has looked at all.
    if (sys.pollOne(descriptor, POLLIN, slices?.length ?? -1) === -EINTR || slices?.isInterrupted()) return -EINTR;
    if (!running.isOver && sys.poll(nobody, 0, 1) === -EINTR) return -EINTR;
  }
  return 0;
}
