/** A system call of the guest's that may wait, for waiting-calls.ts. */
import type { Scheduler } from '../../scheduler/scheduler.ts';

/** What the host's result of a call is for the guest. */
export type Conclude = (result: number) => number;

/** A call that has other threads to make way for. */
export interface WaitingCall {
  readonly arity: number;
  /**
   * Makes the call: SUSPENDED or a result, as the scheduler's functions return them, with what is to become of it; undefined when it
   * does not block, and is to be made as ever.
   */
  make(scheduler: Scheduler, ...args: number[]): { readonly result: number; readonly conclude: Conclude } | undefined;
}

export type WaitingCalls = Readonly<Record<string, WaitingCall>>;
