import { garbageCollector } from '@pysock/host/call';

/** Gives back what a start has used and left, in a process that is about to wait: the young generation has grown while it began. */
export function collectGarbage(): void {
  garbageCollector()({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
