import { setTimeout as sleep } from 'node:timers/promises';
import { isReachable } from '../sockets/open-sockets.ts';

export interface Startable {
  start(): void;
  /** Undefined before the start. */
  readonly pid: number | undefined;
  /** Whether its script has ended: nobody can wait for it any longer. */
  readonly isDone: boolean;
}

const INTERVAL = 50;

/**
 * Starts the first, and each other one when one before it can be reached by a socket or all before it are done. Who has been
 * started by somebody else meanwhile is left alone.
 */
export async function startInOrder(programs: readonly Startable[], signal: AbortSignal): Promise<void> {
  for (const [index, program] of programs.entries()) {
    const before = programs.slice(0, index);
    const mustWait = () => before.some(({ isDone }) => !isDone) && !before.some(({ pid }) => pid && isReachable(pid));
    while (!signal.aborted && program.pid === undefined && mustWait()) await sleep(INTERVAL);
    if (signal.aborted) return;
    if (program.pid === undefined) program.start();
  }
}
