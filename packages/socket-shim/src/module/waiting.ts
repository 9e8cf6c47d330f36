/**
 * Whether and how a call waits: the strategy that a socket is given.
 *
 * A result that is no count of bytes is a negative number: `-errno`, or one of the sentinels of `results.ts`.
 */
import type { SocketObject } from './socket-object.ts';

/** One system call on a socket, to be made as often as it takes. The state of a transfer lies in the object. */
export interface SocketCall {
  /** `MSG_*`, of a call that has flags: one with MSG_DONTWAIT does not wait, whatever the waiter. */
  readonly flags?: number;
  /** What it answers lies in its own memory: until that is looked at, other calls may be made. */
  readonly isSelfContained?: true;
  /**
   * Makes the call once. >= 0 is success, else -errno. With `dontwait` it answers -EAGAIN instead of blocking,
   * although the descriptor is in blocking mode.
   */
  attempt(s: SocketObject, dontwait: boolean): number;
}

type Take = (s: SocketObject, writing: boolean, call: SocketCall, connect: boolean, timeout: number) => number;

/** How calls wait: what is handed in to a socket. */
export interface Waiter {
  /** `PyErr_CheckSignals`: runs the handlers of signals that came in. 0, or INTERRUPTED when one of them raised. */
  checkSignals(): number;
  /**
   * Absent, a call blocks in the kernel. Present, it is handed over: the scheduler makes it without blocking and
   * answers its result, or SUSPENDED when it has to be finished later.
   */
  readonly take?: Take;
  /**
   * Absent, a call that a signal interrupted is made again after `checkSignals`. Present, the rest of it is handed over,
   * the handlers of signals included: `timeout` is the time that is left.
   */
  readonly interrupted?: Take;
}

/** Blocks in the kernel. Nothing interrupts it: in a program without Python, JavaScript's signal handlers run in the event loop. */
export const blockingWaiter: Waiter = { checkSignals: () => 0 };
