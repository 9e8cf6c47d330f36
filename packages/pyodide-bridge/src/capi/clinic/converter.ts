/** What makes a value of an argument, as Argument Clinic's converters do. */
import type { CApi, PyObject } from '../index.ts';
import type { ArgumentParsers } from '../modsupport.ts';

/** What converters use. */
export interface Clinic {
  readonly capi: CApi;
  readonly parsers: ArgumentParsers;
}

/** Where an argument stands: in CPython's messages. */
export interface Place {
  readonly function: string;
  readonly parameter: string;
}

export interface Converter<T> {
  /** Throws RAISED with a Python exception set when the object does not fit. */
  convert(clinic: Clinic, o: PyObject, place: Place): T;
  /** The value where the argument is missing. */
  readonly missing?: T;
  /** Gives back what `convert` holds, when the call is over. */
  release?(clinic: Clinic, value: T): void;
}

/** A converter whose argument need not be given. */
export function optional<T, M>(converter: Converter<T>, missing: M): Converter<T | M> {
  return { ...converter, missing } as Converter<T | M>;
}

/** The values that converters make, in their order. */
export type ValuesOf<C extends readonly Converter<unknown>[]> = {
  [I in keyof C]: C[I] extends Converter<infer T> ? T : never;
};
