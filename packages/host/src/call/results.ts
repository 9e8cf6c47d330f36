/**
 * What a call returns, in numbers: a result, `-errno`, or one of the words below. No word is an errno (these end at 4095), and
 * none can be the address of an object, being odd.
 */

/** The call goes on later: the scheduler holds it. */
export const SUSPENDED = -65537;
/** A builtin's operation has to wait: its thread is to be suspended until it can go on. */
export const WOULD_WAIT = -65539;
/** The handlers of signals are to run, and then the operation goes on. */
export const CHECK_SIGNALS = -65541;
/** WebAssembly is to call a function of Python's, and then the builtin again (scheduler/replay.ts). */
export const WOULD_CALL = -65551;
/** The socket's timeout passed: Python's `TimeoutError('timed out')`, which has no errno. */
export const TIMED_OUT = -65543;
/** A signal's handler raised while the call waited. Its exception is set. */
export const INTERRUPTED = -65545;
/** A Python exception is set. Code that has set one may also throw this. */
export const RAISED = -65547;
/** A call that may block has failed with EAGAIN itself. From an attempt, -EAGAIN means that it has to wait. */
export const WOULD_BLOCK = -65549;

/** The highest errno that Linux has (MAX_ERRNO). */
const MAX_ERRNO = 4095;

/** Whether a negative result is an errno, and no word. */
export function isErrno(result: number): boolean {
  return result < 0 && result >= -MAX_ERRNO;
}
