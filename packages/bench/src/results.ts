/** What a run found out. */

import type { RuntimeId } from './runtimes.ts';
import type { Scenario } from './scenarios/scenario.ts';
import { median, pairedRatio, type Spread, spread } from './statistics.ts';
import type { SystemCalls } from './system-calls.ts';

/** One round of a scenario on a runtime, for each operation. */
export interface Sample {
  /** Seconds, or bytes of memory. */
  readonly value: number;
  /** Seconds of processor time. */
  readonly processor: number;
}

/** A scenario on a runtime. */
export interface Lane {
  readonly scenario: Scenario;
  readonly runtime: RuntimeId;
  readonly samples: Sample[];
  systemCalls?: SystemCalls;
  /** Why there is no more of it. */
  failure?: string;
}

export interface Figures {
  readonly value: Spread;
  readonly processor: number;
  /** To CPython, round by round, with the whole range. */
  readonly ratio: Spread;
  readonly processorRatio: number;
  readonly systemCalls?: SystemCalls;
  /** Sum of `systemCalls`, without what a runtime does for its own memory and threads. */
  readonly calls?: number;
}

export interface Result {
  readonly scenario: Scenario;
  readonly figures: Partial<Record<RuntimeId, Figures>>;
  readonly failures: readonly string[];
}

/** How often a runtime makes them depends on when it collects garbage and compiles, and not on the operation. */
const HOUSEKEEPING = new Set(['brk', 'futex', 'madvise', 'membarrier', 'mmap', 'mprotect', 'munmap', 'sched_yield']);

function sumOf(systemCalls: SystemCalls): number {
  return Object.entries(systemCalls).reduce((sum, [name, count]) => (HOUSEKEEPING.has(name) ? sum : sum + count), 0);
}

function figuresOf(lane: Lane, reference: Lane): Figures {
  const values = lane.samples.map(({ value }) => value);
  const processor = lane.samples.map((sample) => sample.processor);
  const base = reference.samples;
  const { systemCalls } = lane;
  return {
    value: spread(values),
    processor: median(processor),
    ratio: pairedRatio(
      values,
      base.map(({ value }) => value),
    ),
    processorRatio: pairedRatio(
      processor,
      base.map((sample) => sample.processor),
    ).median,
    ...(systemCalls && { systemCalls, calls: sumOf(systemCalls) }),
  };
}

/** The lanes of one scenario, the first being CPython's. */
export function resultOf(lanes: readonly Lane[]): Result {
  const [reference] = lanes;
  if (reference === undefined) throw new RangeError('there are no lanes');
  const measured = lanes.filter((lane) => lane.samples.length > 0 && reference.samples.length > 0);
  return {
    scenario: reference.scenario,
    figures: Object.fromEntries(measured.map((lane) => [lane.runtime, figuresOf(lane, reference)])),
    failures: lanes.flatMap(({ failure }) => failure ?? []),
  };
}
