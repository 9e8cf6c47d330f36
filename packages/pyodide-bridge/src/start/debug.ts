/** What went wrong where Python goes on all the same: told under PYSOCK_DEBUG, on standard error. */
import { writeSync } from 'node:fs';
import { sys } from '@pysock/host';
import type { Environment } from './environment.ts';

/** `what` happened, and `error` is the reason. */
export type Debug = (what: string, error: unknown) => void;

/** `stderr` is a descriptor of the host's. */
export function debugTo(stderr: number, { PYSOCK_DEBUG = '' }: Environment): Debug {
  if (PYSOCK_DEBUG === '' || PYSOCK_DEBUG === '0') return () => undefined;
  return (what, error) => {
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    writeSync(stderr, `pysock: ${what}: ${reason}\n`);
  };
}

/** What a person at a terminal is told, and a program that reads standard error is not. */
export function teller(stderr: number): (text: string) => void {
  return (text) => {
    if (sys.isatty(stderr)) writeSync(stderr, `pysock: ${text}\n`);
  };
}
