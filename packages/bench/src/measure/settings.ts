/** How long a run takes. */
export interface Settings {
  readonly rounds: number;
  /** Seconds of a round on CPython. */
  readonly roundSeconds: number;
  /** Seconds that a runtime works before the first round. */
  readonly warmUpSeconds: number;
  /** Whether system calls are counted. */
  readonly trace: boolean;
}
