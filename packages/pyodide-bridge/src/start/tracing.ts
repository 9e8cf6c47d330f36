/** Where a trace of the system calls goes, and how it is written. */
import { openSync } from 'node:fs';
import { constants, sys } from '@pysock/host';
import { type SystemCall, type TraceOptions, trace, traceLine } from '@pysock/socket-shim';

export type TraceFormat = 'text' | 'json';

const { EAGAIN, EINTR, POLLOUT } = constants;

const FORMATS: Readonly<Record<TraceFormat, (call: SystemCall) => string>> = {
  text: traceLine,
  json: (call) => JSON.stringify(call),
};

/** A path is appended to, so that several programs may share a file; a number is a descriptor that is open already. */
function openTarget(target: string): number {
  return /^\d+$/.test(target) ? Number(target) : openSync(target, 'a');
}

/** Writes all of it, as long as somebody reads: a program does not fail because its trace does. */
function writeAll(fd: number, text: string): void {
  for (let rest: Uint8Array = Buffer.from(text); rest.length > 0; ) {
    const written = sys.write(fd, rest, rest.length);
    if (written >= 0) rest = rest.subarray(written);
    else if (written === -EAGAIN) sys.pollOne(fd, POLLOUT, -1);
    else if (written !== -EINTR) return;
  }
}

/**
 * Traces from now on. `numberOf` answers the program's own number of a host descriptor.
 * Contract: throws an Error that says so when the target cannot be opened.
 */
export function startTracing(
  format: TraceFormat,
  target: string,
  numberOf: NonNullable<TraceOptions['numberOf']>,
): () => void {
  const fd = openTarget(target);
  return trace((call) => writeAll(fd, `${FORMATS[format](call)}\n`), { numberOf });
}
