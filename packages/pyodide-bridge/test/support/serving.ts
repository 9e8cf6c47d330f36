/** Programs that go on until they are told to stop. */
import type { ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Run, type RunOptions, run } from './command.ts';

export interface Serving extends AsyncDisposable {
  readonly child: ChildProcess;
  /** What the pattern that was waited for has found. */
  readonly found: RegExpMatchArray;
  /** Sends a signal and waits for the end. */
  stop(signal: NodeJS.Signals): Promise<Run>;
}

/** Starts a program and waits until its output matches. */
export function serve(
  program: readonly string[],
  args: readonly string[],
  pattern = /^\d+\n/,
  options: RunOptions = {},
): Promise<Serving> {
  return new Promise((resolve, reject) => {
    let isReady = false;
    const ended = run(program, args, {
      ...options,
      keepInput: true,
      onOutput(output, child) {
        options.onOutput?.(output, child);
        const found = isReady ? null : pattern.exec(output);
        if (found === null) return;
        isReady = true;
        const stop = (signal: NodeJS.Signals): Promise<Run> => {
          child.kill(signal);
          return ended;
        };
        resolve({ child, found, stop, [Symbol.asyncDispose]: async () => void (await stop('SIGKILL')) });
      },
    });
    ended.then((end) => reject(new Error(`it ended: ${JSON.stringify(end)}`)), reject);
  });
}

/** A Python program of these tests. */
export const program = (name: string): string => fileURLToPath(new URL(`../programs/${name}.py`, import.meta.url));
