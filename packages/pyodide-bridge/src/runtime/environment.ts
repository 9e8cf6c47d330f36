/** The environment variables that pysock itself reads. Python's own are read by Python. */
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod/mini';

const absolute = z.catch(z.optional(z.string().check(z.startsWith('/'))), undefined);

const Environment = z.object({
  /** The folder of what pysock keeps between two starts; empty: nothing is kept. */
  PYSOCK_CACHE: z.optional(z.string()),
  XDG_CACHE_HOME: absolute,
  HOME: absolute,
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

/** Where what pysock keeps between two starts lies, or null: nowhere. */
export function cacheFolder({ PYSOCK_CACHE, XDG_CACHE_HOME, HOME }: Environment): string | null {
  const folder = PYSOCK_CACHE ?? join(XDG_CACHE_HOME ?? join(HOME ?? homedir(), '.cache'), 'pysock');
  return folder === '' ? null : folder;
}

/** What PYSOCK_TRACE asks for. */
export function traceFormat({ PYSOCK_TRACE = '' }: Environment): 'text' | 'json' | undefined {
  if (PYSOCK_TRACE === '' || PYSOCK_TRACE === '0') return undefined;
  return PYSOCK_TRACE === 'json' ? 'json' : 'text';
}
