/**
 * Include/modsupport.h: argument parsing, with CPython's formats and CPython's messages (Python/getargs.c).
 *
 * Differs: C's own parser is not called, because the guest's `long` and `Py_ssize_t` have 32 bits where the
 * host's have 64; what fits and what overflows, and in which words, is decided as on a 64-bit Linux.
 */

import type { CApi, Pointer } from './index.ts';
import { readFormat } from './modsupport-format.ts';
import { createIntegers } from './modsupport-integers.ts';
import { createKeywordParsers } from './modsupport-keywords.ts';
import { createUnits, type Parsed } from './modsupport-units.ts';

export type { FastKeywordParser, KeywordParser } from './modsupport-keywords.ts';
export type { Parsed } from './modsupport-units.ts';

/** Parses positional arguments, as METH_FASTCALL passes them. null with an exception set when they don't fit. */
export type PositionalParser = (args: Pointer, count: number) => Parsed[] | null;
export type ArgumentParsers = ReturnType<typeof createArgumentParsers>;

export function createArgumentParsers(capi: CApi) {
  const integers = createIntegers(capi);
  const units = createUnits(capi, integers);
  const { convertersOf, convertInto, releaseAll } = units;

  /** `PyArg_ParseTuple`, for arguments that lie in an array. */
  function positional(spec: string): PositionalParser {
    const format = readFormat(spec);
    const converts = convertersOf(format);
    const most = format.units.length;
    return (args, count) => {
      if (count < format.required || count > most) {
        const bound = format.required === most ? 'exactly' : count < format.required ? 'at least' : 'at most';
        const n = count < format.required ? format.required : most;
        const name = format.name === undefined ? 'function' : `${format.name}()`;
        const message = `${name} takes ${bound} ${n} argument${n === 1 ? '' : 's'} (${count} given)`;
        capi.raise('TypeError', format.message ?? message);
        return null;
      }
      const parsed: Parsed[] = [];
      for (let index = 0; index < count; index++) {
        if (!convertInto(converts, index, capi.memory.uint32(args + index * 4), parsed)) return null;
      }
      return parsed;
    };
  }

  return { positional, ...createKeywordParsers(capi, units), ...integers, releaseAll };
}
