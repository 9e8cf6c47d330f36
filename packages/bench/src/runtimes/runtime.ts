/** A Python runtime, as far as the benchmark knows it. One file each; none knows a scenario. */
export interface Runtime {
  readonly id: RuntimeId;
  /** As shown. */
  readonly name: string;
  /** What starts a script. */
  command(script: string, args: readonly string[]): Command;
}

/** CPython is what the others are compared with. */
export type RuntimeId = 'cpython' | 'pysock' | 'nodesockfs';

export interface Command {
  readonly exe: string;
  readonly args: readonly string[];
}
