/** The host's error numbers by name, and their text. */

import { lazy } from '../call/libc.ts';
import { errnoConstants } from '../constants/index.ts';

let names: Map<number, string> | undefined;

function namesByNumber(): Map<number, string> {
  const map = new Map<number, string>();
  for (const [name, number] of Object.entries(errnoConstants)) if (!map.has(number)) map.set(number, name);
  return map;
}

/** The usual name of a host error number (`EAGAIN`, not `EWOULDBLOCK`); undefined for a number that has none. */
export function errnoName(number: number): string | undefined {
  names ??= namesByNumber();
  return names.get(number);
}

/** The host's number of an error's name; undefined for a name that the host lacks. */
export function errnoByName(name: string): number | undefined {
  return Object.hasOwn(errnoConstants, name) ? errnoConstants[name] : undefined;
}

/** The host's text for an error number. */
export const strerror = lazy<(number: number) => string>('const char *strerror(int errnum)');

/** The host's error numbers by name. */
export const errnoNumbers = errnoConstants;
