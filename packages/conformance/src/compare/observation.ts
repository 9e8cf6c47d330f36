import type { Execution } from '@pysock/runtimes';

/** The part of an execution that another runtime must repeat, and that a recording keeps. */
export interface Observation {
  stdout: string;
  /** `0`, `SIGSEGV`, `no end in 10 s`. */
  exit: string;
  /** The exception that ended it, as CPython prints it last: `ValueError: ...`; null when there was none. */
  exception: string | null;
  /** What others saw of it, one line each. */
  seen: string[];
}

export function observe(execution: Execution, timeLimit: number, seen: readonly string[] = []): Observation {
  return {
    stdout: execution.stdout,
    exit: execution.timedOut ? `no end in ${timeLimit} s` : (execution.signal ?? String(execution.exitCode)),
    exception: lastException(execution.stderr),
    seen: [...seen],
  };
}

/**
 * The type and message after the last traceback. A message may have several lines; frames and the carets under them are
 * indented, and so are the parts of a SyntaxError, which has its frames without a "Traceback" line.
 */
export function lastException(stderr: string): string | null {
  const lines = stderr.split('\n');
  const start = lines.findLastIndex((line) => /^(Traceback \(most recent call last\):| {2}File ")/.test(line));
  if (start < 0) return null;
  const rest = lines.slice(start + 1);
  const first = rest.findIndex((line) => /^\S/.test(line));
  return first < 0 ? null : rest.slice(first).join('\n').trimEnd();
}
