/** Python/getargs.c: arguments of module functions, for callers that no compiler checks. */
import { indexOf, stringArgument } from '../address/arguments.ts';
import { OverflowError, ValueError } from '../base/errors.ts';
import { typeName } from '../base/python-types.ts';

/** socketmodule.c: UNSIGNED_INT_CONVERTER. `type` is C's name of it. */
export function unsignedArgument(value: unknown, type: string, bits: number): number {
  const index = indexOf(value);
  if (index === undefined) throw new TypeError(`'${typeName(value)}' object cannot be interpreted as an integer`);
  if (index < 0) throw new ValueError('Cannot convert negative int');
  if (index >= 2 ** bits) throw new OverflowError(`Python int too large for C ${type}`);
  return Number(index);
}

/** getargs.c: convertsimple's name of a value in the text of a TypeError. */
export function argumentType(value: unknown): string {
  return value === null || value === undefined ? 'None' : typeName(value);
}

/** getargs.c: convertsimple, `s`: UTF-8 bytes. `argument` is how the text calls it, e.g. `inet_aton() argument`. */
export function textArgument(value: unknown, argument: string): Uint8Array {
  return stringArgument(value, `${argument} must be str, not ${argumentType(value)}`);
}
