/** What the builtin of a thread that goes on comes to: another attempt, the handlers of signals, or its result. */
import { constants, sys } from '@pysock/host';
import { CHECK_SIGNALS, INTERRUPTED, TIMED_OUT, WOULD_BLOCK, WOULD_WAIT } from '@pysock/host/call';
import { monotonic } from '@pysock/socket-shim/internals';
import type { PyObject } from '../capi/index.ts';
import type { PyThread, Wait } from './threads.ts';
import type { WaitingThreads } from './waiting-threads.ts';

const { EAGAIN, EINTR } = constants;

export interface SchedulerHooks {
  /** `PyErr_CheckSignals` after signals were delivered: 0, or INTERRUPTED. */
  checkSignals(): number;
  /** Whether the host has heard signals that were not handed to the interpreter yet. */
  signalsWait(): boolean;
  /** Hands them over, to be handled by the thread that runs. */
  deliverSignals(): boolean;
  /** Turns what was thrown into a Python exception; throws it again when it is to end the program. */
  setThrown(error: unknown): void;
  /** Sets KeyboardInterrupt. */
  raiseInterrupt(): void;
}

/** What an attempt has returned, as the result of the wait. */
export function asResult(result: number): number {
  return result === WOULD_BLOCK ? -EAGAIN : result;
}

export class Operations {
  private readonly hooks: SchedulerHooks;
  private readonly waiting: WaitingThreads;

  constructor(hooks: SchedulerHooks, waiting: WaitingThreads) {
    this.hooks = hooks;
    this.waiting = waiting;
  }

  /** Goes on with the operation of a thread, which has just been resumed. Its result, WOULD_WAIT, or CHECK_SIGNALS. */
  proceed(thread: PyThread): number {
    try {
      const result = thread.isInterrupted ? this.giveUp(thread) : this.outcome(thread);
      if (result === -EAGAIN) return thread.signalled ? this.checkSignals(thread) : WOULD_WAIT;
      if (result === -EINTR && !thread.isToldOfSignals) return this.checkSignals(thread);
      return this.complete(thread, result);
    } catch (error) {
      this.hooks.setThrown(error);
      return 0;
    }
  }

  /** The handlers of signals are to run in a thread; what it waits for comes after them. */
  checkSignals(thread: PyThread): number {
    const { wait, complete } = thread;
    thread.interrupted.push({ wait, complete } as PyThread['interrupted'][number]);
    thread.wait = undefined;
    thread.signalled = false;
    if (thread.isMain) this.hooks.deliverSignals();
    return CHECK_SIGNALS;
  }

  /** They have run, and `result` is negative when one of them raised. Returns as `proceed` does. */
  checked(thread: PyThread, result: number): number {
    const { wait, complete } = thread.interrupted.pop() as PyThread['interrupted'][number];
    thread.wait = wait;
    thread.complete = complete;
    const { whenSignalled } = wait;
    if (result < 0) {
      wait.cancel?.();
      wait.attempt = () => INTERRUPTED;
    } else if (whenSignalled !== undefined) {
      thread.isToldOfSignals = true;
      wait.attempt = () => whenSignalled;
    }
    return this.proceed(thread);
  }

  /** A thread raises KeyboardInterrupt. */
  raiseInterrupt(thread: PyThread): number {
    thread.isInterrupted = false;
    this.hooks.raiseInterrupt();
    return INTERRUPTED;
  }

  /** A thread is to raise KeyboardInterrupt instead of waiting on. */
  private giveUp(thread: PyThread): number {
    const wait = thread.wait as Wait;
    wait.running?.interrupt();
    const result = wait.running === undefined ? -EAGAIN : wait.attempt();
    wait.cancel?.();
    // A call that was over has done something, which must not be lost: what comes next raises.
    return result === -EAGAIN || result === -EINTR ? this.raiseInterrupt(thread) : result;
  }

  private outcome(thread: PyThread): number {
    const wait = thread.wait as Wait;
    if (thread.signalled) wait.running?.interrupt();
    const result = wait.attempt();
    if (result !== -EAGAIN || thread.signalled) return result;
    if (wait.inKernel !== undefined && wait.files.some(({ fd, events }) => sys.pollOne(fd, events, 0) > 0)) {
      thread.wait = wait.inKernel();
      return thread.wait.attempt();
    }
    if (wait.deadline > monotonic()) return result;
    wait.cancel?.();
    return wait.expired ?? TIMED_OUT;
  }

  private complete(thread: PyThread, result: number): number {
    const complete = thread.complete as (result: number) => PyObject;
    thread.wait = undefined;
    thread.complete = undefined;
    thread.signalled = false;
    thread.isToldOfSignals = false;
    this.waiting.release(thread);
    return complete(asResult(result));
  }
}
