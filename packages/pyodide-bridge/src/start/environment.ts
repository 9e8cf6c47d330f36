import type { CApi } from '../capi/index.ts';
import { rawFunction } from '../wasm/emscripten.ts';
import { encodeEscaped } from './host-texts.ts';
import { isTraceFormat, type TraceFormat } from './tracing.ts';

/** The environment variables that pysock itself reads. Python's own are read by Python. */
export interface Environment {
  /** Traces the system calls on sockets: `json` as JSON, `pcap:FILE` as packets, anything else but nothing and `0` as lines to read. */
  readonly PYSOCK_TRACE?: string | undefined;
  /** Which calls are traced: names, groups and descriptors. */
  readonly PYSOCK_TRACE_FILTER?: string | undefined;
  /** The file that a trace is appended to, or the number of an open descriptor; else standard error. */
  readonly PYSOCK_TRACE_FILE?: string | undefined;
  /** Says on standard error what went wrong with a snapshot, unless it is nothing or `0`. */
  readonly PYSOCK_DEBUG?: string | undefined;
  /** Lets the command's programs import `js`, `pyodide_js` and `pyodide`. */
  readonly PYSOCK_JAVASCRIPT?: string | undefined;
  /** The folder of what is kept between starts; empty: nowhere. */
  readonly PYSOCK_CACHE?: string | undefined;
  /** Part of a snapshot, as Python hashes strings from its start on. */
  readonly PYTHONHASHSEED?: string | undefined;
}

/** Whether PYSOCK_JAVASCRIPT asks for the modules of JavaScript. */
export function hasJavaScript({ PYSOCK_JAVASCRIPT = '' }: Environment): boolean {
  return PYSOCK_JAVASCRIPT !== '' && PYSOCK_JAVASCRIPT !== '0';
}

/** What PYSOCK_TRACE asks for. */
export function traceFormat({ PYSOCK_TRACE = '' }: Environment): TraceFormat | undefined {
  if (PYSOCK_TRACE === '' || PYSOCK_TRACE === '0') return undefined;
  return isTraceFormat(PYSOCK_TRACE) ? PYSOCK_TRACE : 'text';
}

/** Makes these the environment variables of C, from which `os.environ` is read. */
export function setEnvironment(capi: CApi, env: Readonly<Record<string, string | undefined>>): void {
  const setenv = rawFunction(capi.module, 'setenv');
  rawFunction(capi.module, 'clearenv')();
  for (const [name, value] of Object.entries(env)) {
    if (value === undefined) continue;
    const [key, text] = [name, value].map((part) => capi.memory.cBytes(encodeEscaped(part))) as [number, number];
    setenv(key, text, 1);
    capi.memory.free(key);
    capi.memory.free(text);
  }
}
