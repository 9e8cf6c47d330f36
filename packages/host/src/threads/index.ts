/** Threads of the operating system. */
export { CallThreads, type RunningCall } from './call-threads.ts';
export { Keeper } from './keeper.ts';
export { NotedSignals } from './noted-signals.ts';
export { SignalMask, setThreadMask, unblock } from './signal-mask.ts';
export { StandingThread } from './standing-thread.ts';
export { Ticks } from './ticks.ts';
