/**
 * The host's constants. One by one under their C names (`AF_INET`, `EAGAIN`), and as the tables that the modules
 * `_socket`, `select` and `errno` publish, in CPython's order. What the system lacks is absent, never 0.
 */
import { table } from '../generated/constants/table.ts';

export type SocketConstants = (typeof table)['socket'];
export * from '../generated/constants/values.ts';
export * from './descriptors.ts';

/** Every integer constant of `_socket`. */
export const constants: Readonly<Record<string, number>> = table.socket;

/** Every integer constant of `select`. */
export const selectConstants: Readonly<Record<string, number>> = table.select;

/** Every name of `errno`, in the order of the numbers; where two names have one number, the usual one comes first. */
export const errnoConstants: Readonly<Record<string, number>> = table.errno;
