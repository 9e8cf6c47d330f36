/** `runScript`: a script run to its end, with its output caught. */

import type { Input } from '../kernel/streams.ts';
import type { Exit } from '../processes/exit.ts';
import { loadPython, type Python } from './load-python.ts';
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
  /** The name of a global variable of the script's, whose value at the script's end is returned. */
  readonly value?: string;
}

export interface ScriptResult {
  /** How the program ended: its status, or the signal that ended it. */
  readonly exit: Exit;
  readonly stdout: string;
  readonly stderr: string;
  /**
   * What `options.value` named, as a value of JavaScript's: dictionaries are objects. Undefined when there is no such variable, or
   * the program ended without its exit handlers.
   */
  readonly value?: unknown;
}

const NAMES = new Set(['args', 'stdin', 'env', 'signal', 'timeout', 'value']);
/** For how long a script that was interrupted may still run, in milliseconds. */
const LAST = 1000;

/** The exit handler that was registered first runs last, when the script's own have run. */
const KEEP_VALUE = `
def keep(name, give):
    import atexit
    def give_value():
        import __main__
        give(getattr(__main__, name, None))
    atexit.register(give_value)
keep
`;

interface Convertible {
  toJs?(options: { dict_converter: typeof Object.fromEntries; create_pyproxies: boolean }): unknown;
}

/** Has `keep` called with the value of a global variable at the program's end. */
function keepValue(python: Python, name: string, keep: (value: unknown) => void): void {
  const register = python.pyodide.runPython(KEEP_VALUE) as (name: string, give: (value: unknown) => void) => void;
  register(name, (value) => {
    const convertible = value as Convertible | undefined;
    const isProxy = typeof convertible?.toJs === 'function';
    keep(isProxy ? convertible.toJs?.({ dict_converter: Object.fromEntries, create_pyproxies: false }) : value);
  });
}

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
  const { args = [], stdin = '', env, value } = options;
  if (value !== undefined && typeof value !== 'string') {
    throw new TypeError(`runScript: value must be a variable's name, not ${kindOf(value)}`);
  }
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
  let found: unknown;
  if (value !== undefined) {
    keepValue(python, value, (given) => {
      found = given;
    });
  }
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
    return { exit, ...written, ...(value === undefined ? {} : { value: found }) };
  } finally {
    clearTimeout(last);
    await python.close();
  }
}
