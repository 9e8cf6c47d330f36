/** Scenarios of many operations: the runtimes stay, and take turns round by round. */
import type { Lane } from '../results.ts';
import type { Session } from './session.ts';
import type { Settings } from './settings.ts';
import { systemCalls } from './strace.ts';

/** A round that takes less says little about how many operations take how long. */
const LEAST_SECONDS = 0.01;

/** How many operations take about as long as a round should. */
export async function calibrate(session: Pick<Session, 'round'>, roundSeconds: number): Promise<number> {
  for (let operations = 1; ; operations *= 4) {
    const { seconds } = await session.round(operations);
    if (seconds >= LEAST_SECONDS) return Math.max(1, Math.round((operations * roundSeconds) / seconds));
  }
}

/**
 * Until compilers have little left to do; at least one round. V8 takes about a second to compile the interpreter's loop well, on the
 * processor that the measured thread is kept on.
 */
export async function warmUp(session: Session, operations: number, seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1000;
  do await session.round(operations);
  while (performance.now() < until);
}

/** Under strace an operation takes some twenty times as long. Few operations count more of what goes on beside them. */
const TRACED_SHARE = 1 / 10;
const TRACED_MOST = 200;

export interface Running {
  readonly lane: Lane;
  readonly session: Session;
  readonly operations: number;
}

/** Takes a lane out when it fails. */
async function attempt({ lane }: Running, action: () => Promise<void>): Promise<void> {
  if (lane.failure !== undefined) return;
  try {
    await action();
  } catch (error) {
    lane.failure = error instanceof Error ? error.message : String(error);
  }
}

/** There and back, so that none is always the first after a pause. */
export async function race(running: readonly Running[], settings: Settings): Promise<void> {
  for (const one of running) {
    await attempt(one, () => warmUp(one.session, one.operations, settings.warmUpSeconds));
  }
  for (let round = 0; round < settings.rounds; round++) {
    for (const one of round % 2 === 0 ? running : running.toReversed()) {
      await attempt(one, async () => {
        const { operations, seconds, processor } = await one.session.round(one.operations);
        one.lane.samples.push({ value: seconds / operations, processor: processor / operations });
      });
    }
  }
  if (!settings.trace) return;
  for (const one of running.filter(({ lane }) => !lane.scenario.startsProcesses)) {
    await attempt(one, async () => {
      const operations = Math.min(Math.max(Math.round(one.operations * TRACED_SHARE), 1), TRACED_MOST);
      one.lane.systemCalls = await systemCalls(one.session, operations);
    });
  }
}
