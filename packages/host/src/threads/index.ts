/** Threads of the operating system. */
export { CallThreads, type RunningCall } from './call-threads.ts';
export { SignalMask, setThreadMask, unblock } from './signal-mask.ts';
