/** Where a trace of the system calls goes, and how it is written. */
import { openSync } from 'node:fs';
import { constants, sys } from '@pysock/host';
import * as shim from '@pysock/socket-shim';
import type { EmscriptenModule } from '../wasm/emscripten.ts';
import { keepAcrossFork } from '../wasm/forked.ts';

type NumberOf = NonNullable<shim.TraceOptions['numberOf']>;
type Call = shim.SystemCall | shim.WaitingCall;

/** Lines to read, JSON lines, or packets for Wireshark in a file. */
export type TraceFormat = 'text' | 'json' | `pcap:${string}`;

export function isTraceFormat(format: unknown): format is TraceFormat {
  return typeof format === 'string' && /^(text|json|pcap:.+)$/s.test(format);
}

const { EAGAIN, EINTR, POLLOUT } = constants;

export interface Tracing {
  readonly format: TraceFormat;
  /** A file's path, or the number of a descriptor, for lines. */
  readonly target: string;
  /** Which calls (see `traceFilter`). */
  readonly filter?: string | undefined;
}

/** A path is appended to, so that several programs may share a file; a number is a descriptor that is open already. */
function openTarget(target: string): number {
  return /^\d+$/.test(target) ? Number(target) : openSync(target, 'a');
}

/** Writes all of it, as long as somebody reads: a program does not fail because its trace does. */
function writeAll(fd: number, bytes: Uint8Array): void {
  for (let rest = bytes; rest.length > 0; ) {
    const written = sys.write(fd, rest, rest.length);
    if (written >= 0) rest = rest.subarray(written);
    else if (written === -EAGAIN) sys.pollOne(fd, POLLOUT, -1);
    else if (written !== -EINTR) return;
  }
}

/** Traces, also in the processes that forks make: what is returned begins it. */
export function tracer(module: EmscriptenModule, numberOf: NumberOf): (tracing: Tracing) => void {
  let current: Tracing | undefined;
  function start(tracing: Tracing): void {
    startTracing(tracing, numberOf);
    current = tracing;
  }
  keepAcrossFork(module, 'trace', {
    save: () => current ?? null,
    load: (tracing: Tracing | null) => tracing && start(tracing),
  });
  return start;
}

/**
 * Traces from now on. `numberOf` returns the program's own number of a host descriptor.
 * Contract: throws an Error that says so when the target cannot be opened, and for a filter with unknown words.
 */
function startTracing({ format, target, filter: words }: Tracing, numberOf: NumberOf): () => void {
  const filter = shim.traceFilter(words);
  if (format.startsWith('pcap:')) {
    const file = openSync(format.slice('pcap:'.length), 'a');
    const tell = shim.packetCapture((bytes) => writeAll(file, bytes));
    return shim.trace(tell, { numberOf, filter, payload: true });
  }
  const fd = openTarget(target);
  const textOf: (call: Call) => string = format === 'json' ? JSON.stringify : shim.traceLine;
  const tell = (call: Call): void => writeAll(fd, Buffer.from(`${textOf(call)}\n`));
  return shim.trace(tell, { numberOf, filter, waits: tell });
}
