/** Threads of the operating system. */
export { CallThreads, type RunningCall } from './call-threads.ts';
