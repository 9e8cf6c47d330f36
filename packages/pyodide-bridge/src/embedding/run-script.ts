/** `runScript`: a script run to its end, with its output caught. */

import type { Input } from '../kernel/streams.ts';
import type { Exit } from '../processes/exit.ts';
import { loadPython } from './load-python.ts';
import { kindOf, refuseUnknown } from './run-options.ts';

export interface ScriptOptions {
  /** `sys.argv` after the script's name. */
  readonly args?: readonly string[];
  readonly stdin?: Input;
  /** `os.environ`; the process's when absent. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Ends the script with KeyboardInterrupt; `runScript` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Milliseconds after which the script is ended likewise, with a TimeoutError for the reason. */
  readonly timeout?: number;
}

export interface ScriptResult {
  /** How the program ended: its status, or the signal that ended it. */
  readonly exit: Exit;
  readonly stdout: string;
  readonly stderr: string;
}

const NAMES = new Set(['args', 'stdin', 'env', 'signal', 'timeout']);
/** For how long a script that was interrupted may still run, in milliseconds. */
const LAST = 1000;

function signalOf({ signal, timeout }: ScriptOptions): AbortSignal | undefined {
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`runScript: signal must be an AbortSignal, not ${kindOf(signal)}`);
  }
  if (timeout === undefined) return signal;
  if (typeof timeout !== 'number' || !(timeout >= 0)) {
    throw new TypeError(`runScript: timeout must be a number of milliseconds, not ${kindOf(timeout)}`);
  }
  const timer = AbortSignal.timeout(timeout);
  return signal === undefined ? timer : AbortSignal.any([signal, timer]);
}

/**
 * Runs a script in a Python of its own, as `python3 script args` does, and returns what it wrote and how it ended.
 * JavaScript goes on meanwhile where Node has stack switching (24 and later).
 *
 * @throws the reason of `options.signal`, a TimeoutError after `options.timeout`, TypeError for a wrong option.
 */
export async function runScript(script: string, options: ScriptOptions = {}): Promise<ScriptResult> {
  if (typeof script !== 'string') throw new TypeError(`runScript: the script must be a path, not ${kindOf(script)}`);
  refuseUnknown('runScript', options, NAMES);
  const signal = signalOf(options);
  signal?.throwIfAborted();
  const { args = [], stdin = '', env } = options;
  const written = { stdout: '', stderr: '' };
  const python = await loadPython({
    argv: ['python', script, ...args],
    stdin,
    stdout: (text) => {
      written.stdout += text;
    },
    stderr: (text) => {
      written.stderr += text;
    },
    ...(env === undefined ? {} : { env }),
  });
  let last: NodeJS.Timeout | undefined;
  const aborted = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => {
      python.interrupt();
      last = setTimeout(() => reject(signal.reason), LAST);
    });
  });
  aborted.catch(() => undefined);
  try {
    const exit = await Promise.race([python.runMain(), aborted]);
    signal?.throwIfAborted();
    return { exit, ...written };
  } finally {
    clearTimeout(last);
    await python.close();
  }
}
