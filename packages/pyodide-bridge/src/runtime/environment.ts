/** The environment variables that pysock itself reads, but for the cache's (cache-folder.ts). Python's own are read by Python. */
import * as z from 'zod/mini';

const Environment = z.object({
  /** Traces the system calls on sockets: `json` as JSON, anything else but nothing and `0` as lines to read. */
  PYSOCK_TRACE: z.optional(z.string()),
  /** The file that a trace is appended to, or the number of an open descriptor; else standard error. */
  PYSOCK_TRACE_FILE: z.optional(z.string()),
  /** Part of a snapshot, as Python hashes strings from its start on. */
  PYTHONHASHSEED: z.optional(z.string()),
});

export type Environment = z.infer<typeof Environment>;

export function readEnvironment(env: Readonly<Record<string, string | undefined>>): Environment {
  return Environment.parse(env);
}

/** What PYSOCK_TRACE asks for. */
export function traceFormat({ PYSOCK_TRACE = '' }: Environment): 'text' | 'json' | undefined {
  if (PYSOCK_TRACE === '' || PYSOCK_TRACE === '0') return undefined;
  return PYSOCK_TRACE === 'json' ? 'json' : 'text';
}
