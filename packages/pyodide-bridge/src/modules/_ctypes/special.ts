/** What a function does that is none of prototypes.ts. */
import type { Bridge } from '../../bridge.ts';
import type { Arguments } from './arguments.ts';
import type { ForeignValue } from './foreign-call.ts';

/** A failure of a function that does not return -1. */
export interface Failure {
  readonly failure: number;
  readonly value: ForeignValue;
}

/** Returns what C's function returns; `-errno` for -1 with an errno. */
export type Special = (bridge: Bridge, args: Arguments) => number | Failure;

/** A value below zero, or one that is no errno's. */
export const plain = (value: ForeignValue): Failure => ({ failure: 0, value });
