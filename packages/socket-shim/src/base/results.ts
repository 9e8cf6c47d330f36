/** What an operation answers instead of a count when it neither succeeded nor failed with an errno. All lie below every -errno. */

/** The socket's timeout passed: Python's `TimeoutError('timed out')`, which has no errno. */
export const TIMED_OUT = -65536;
/** A signal handler raised while the call waited; its exception is set. */
export const INTERRUPTED = -65537;
/** The call goes on later: the scheduler holds it. */
export const SUSPENDED = -65538;
