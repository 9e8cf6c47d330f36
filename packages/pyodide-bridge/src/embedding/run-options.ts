/** The options of `run`, checked by hand: it is called often, and for them alone zod would be loaded. */

export interface RunOptions {
  /** The namespace that the code runs in, a Python dict; the one of `runPython` when absent. */
  readonly globals?: unknown;
  /** What tracebacks call the code. */
  readonly filename?: string;
  /** Ends the code with KeyboardInterrupt; `run` then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface CheckedRunOptions {
  readonly globals: unknown;
  readonly filename: string;
  readonly signal: AbortSignal | undefined;
}

const NAMES = new Set(['globals', 'filename', 'signal']);

/** What a value is, in a message. */
export const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;

/** Throws a TypeError for an option that is not among `names`. */
export function refuseUnknown(caller: string, options: object, names: ReadonlySet<string>): void {
  for (const name of Object.keys(options)) {
    if (!names.has(name)) throw new TypeError(`${caller}: there is no option '${name}', only ${[...names].join(', ')}`);
  }
}

export function checkRunOptions(code: unknown, options: unknown): CheckedRunOptions {
  if (typeof code !== 'string') throw new TypeError(`run: the code must be a string, not ${kindOf(code)}`);
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(`run: the options must be an object, not ${kindOf(options)}`);
  }
  refuseUnknown('run', options, NAMES);
  const { globals, filename = '<exec>', signal } = options as Partial<CheckedRunOptions>;
  if (typeof filename !== 'string') throw new TypeError(`run: filename must be a string, not ${kindOf(filename)}`);
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`run: signal must be an AbortSignal, not ${kindOf(signal)}`);
  }
  return { globals, filename, signal };
}
