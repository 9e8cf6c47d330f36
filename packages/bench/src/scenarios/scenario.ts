import type { RuntimeId } from '../runtimes.ts';

/** What a scenario's figure is. Less is better. */
export type Measure =
  /** Seconds of an operation, in rounds of many. */
  | 'time'
  /** Seconds from starting the runtime to the script's first line. */
  | 'start'
  /** Bytes of resident memory of an operation, or of the runtime at rest when there is none. */
  | 'memory';

/** A program at the other end of the connection, always CPython: only one end is measured. */
export interface Peer {
  /** Its file in the folder `peers`, and its arguments. */
  readonly program: readonly [file: string, ...args: string[]];
  /** It listens, and the scenario is told where; or it connects to where the scenario listens. */
  readonly side: 'listens' | 'connects';
}

export interface Scenario {
  readonly id: string;
  readonly title: string;
  readonly measure: Measure;
  /** Its file in the folder `scenarios`, and its arguments. */
  readonly program: readonly [file: string, ...args: string[]];
  readonly peer?: Peer;
  /** Of bulk transfers: how many bytes an operation moves. */
  readonly bytes?: number;
  /** How many operations a round of a memory scenario has. */
  readonly operations?: number;
  /** What an operation is differs by runtime: each has as many in a round as take about as long. */
  readonly isDissimilar?: boolean;
  /** It starts threads of Python's. */
  readonly hasThreads?: boolean;
  /** It starts processes: strace would count their system calls with its own. */
  readonly startsProcesses?: boolean;
  /** The runtimes that can run it, beside pysock and CPython. */
  readonly also?: readonly RuntimeId[];
}

/** Scenarios that are measured in the same rounds, because they are compared with each other. */
export type Group = readonly Scenario[];
