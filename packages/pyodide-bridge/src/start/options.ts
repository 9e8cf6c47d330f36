/** The options of `loadPython`, checked. */

import * as z from 'zod/mini';
import en from 'zod/v4/locales/en.js';
import { type Input, isInput, isOutput, type Output } from '../kernel/streams.ts';
import { isTraceFormat, type TraceFormat } from './tracing.ts';

const descriptor = z.int().check(z.nonnegative());

export interface LoadPythonOptions {
  /**
   * The command line, as `python3` takes it: the program's name, options, a script or `-c` or `-m`, the script's arguments.
   * Default: `['python']`.
   */
  readonly argv?: string[];
  /** `sys.executable`. Default: ''. */
  readonly executable?: string;
  /** `os.environ`. Default: the process's. */
  readonly env?: Record<string, string | undefined>;
  /** The folder where memory snapshots are kept; false: none is used, and Python starts ten times as slowly. */
  readonly snapshot?: string | false;
  /** Whether Python sees the host's files at the host's paths, and has the host's working folder. Default: true. */
  readonly hostFiles?: boolean;
  /**
   * Whether the modules of JavaScript can be imported: `js`, `pyodide_js`, `pyodide`. Programs take a Python that has them for a
   * browser, so the command says false. `run` of this runtime needs them. Default: true.
   */
  readonly javascript?: boolean;
  /**
   * Prints each system call on a socket: lines to read, or JSON lines; `pcap:FILE` appends packets for Wireshark to a file. Else the
   * environment's PYSOCK_TRACE decides.
   */
  readonly trace?: TraceFormat;
  /** Which calls a trace has: `network`, `recv,send`, `file,!openat`, `fd=3`. Else the environment's PYSOCK_TRACE_FILTER decides. */
  readonly traceFilter?: string;
  /**
   * What Python's standard streams are: descriptors of the host's, 'inherit', streams of Node's, functions; for stdin also a text,
   * bytes, or an iterable of them (streams.ts). A stream or function needs stack switching, which Node has from version 24 on.
   * Defaults: 0, 1 and 2.
   */
  readonly stdin?: number | Input;
  readonly stdout?: number | 'inherit' | Output;
  readonly stderr?: number | 'inherit' | Output;
}

type Given = Required<Omit<LoadPythonOptions, 'env' | 'snapshot' | 'trace' | 'traceFilter'>>;
type AllOptions = Given & Pick<LoadPythonOptions, 'env' | 'snapshot' | 'trace' | 'traceFilter'>;

/** With the host's descriptors behind the standard streams. */
export type CheckedOptions = Omit<AllOptions, 'stdin' | 'stdout' | 'stderr'> &
  Record<'stdin' | 'stdout' | 'stderr', number>;

const schema: z.ZodMiniType<AllOptions> = z.strictObject({
  argv: z._default(z.array(z.string()).check(z.minLength(1)), ['python']),
  executable: z._default(z.string(), ''),
  env: z.optional(z.record(z.string(), z.optional(z.string()))),
  snapshot: z.optional(z.union([z.literal(false), z.string().check(z.minLength(1))])),
  hostFiles: z._default(z.boolean(), true),
  javascript: z._default(z.boolean(), true),
  trace: z.optional(z.custom<TraceFormat>(isTraceFormat, 'expected text, json or pcap:FILE')),
  traceFilter: z.optional(z.string()),
  stdin: z._default(z.union([descriptor, z.custom<Input>(isInput)]), 0),
  stdout: z._default(z.union([descriptor, z.literal('inherit'), z.custom<Output>(isOutput)]), 1),
  stderr: z._default(z.union([descriptor, z.literal('inherit'), z.custom<Output>(isOutput)]), 2),
});

/** zod/mini has no texts of its own. */
function inEnglish(options: unknown): z.core.$ZodError | undefined {
  z.config(en());
  return schema.safeParse(options).error;
}

export function checkOptions(options: unknown): AllOptions {
  const result = schema.safeParse(options);
  if (result.success) return result.data;
  throw new TypeError(`loadPython: ${z.prettifyError(inEnglish(options) ?? result.error)}`);
}
