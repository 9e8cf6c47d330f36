/** A processor for each of the two ends. */
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/**
 * Keeps a process, with all its threads, on one of the first two processors. Where the kernel chooses, it wakes the peer now beside
 * the measured program and now on another processor, and a round trip takes 20 us or 60 by that alone. Does nothing without
 * taskset or a second processor.
 */
export function pin(pid: number, processor: 0 | 1): void {
  if (availableParallelism() > 1) spawnSync('taskset', ['-a', '-c', '-p', String(processor), String(pid)]);
}
