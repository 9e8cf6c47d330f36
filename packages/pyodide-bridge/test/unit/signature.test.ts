import { describe, expect, test } from 'vitest';
import { arityOf, flagsOf } from '../../src/capi/clinic/builtin.ts';
import { parseSignature } from '../../src/capi/clinic/signature.ts';

import { METH_FASTCALL, METH_KEYWORDS, METH_NOARGS, METH_O } from '../../src/capi/methodobject.ts';
import { hostFunctions } from '../../src/modules/posix/functions.ts';

describe('parseSignature', () => {
  test('a default with parentheses and commas is one parameter', () => {
    const { name, parameters } = parseSignature("f($module, /, a, *, b=(os.name, 'x'), c=(1, (2, 3)))");
    expect(name).toBe('f');
    expect(parameters.map((parameter) => parameter.name)).toEqual(['a', 'b', 'c']);
  });

  test('what stands before the slash has no keyword', () => {
    const signature = parseSignature('preadv($module, fd, buffers, offset, flags=0, /)');
    expect(signature.parameters.map(({ keyword }) => keyword)).toEqual(['', '', '', '']);
    expect(signature).toMatchObject({ isPositional: true, leastPositional: 3, mostPositional: 4, leastKeywords: 0 });
  });

  test('what stands behind the star is no positional one', () => {
    const signature = parseSignature('timerfd_create($module, clockid, /, *, flags=0)');
    expect(signature.parameters.map(({ keyword }) => keyword)).toEqual(['', 'flags']);
    expect(signature).toMatchObject({ isPositional: false, leastPositional: 1, mostPositional: 1 });
  });

  test('a slash right behind the module makes nothing positional', () => {
    const signature = parseSignature('getrandom($module, /, size, flags=0)');
    expect(signature.parameters.map(({ keyword }) => keyword)).toEqual(['size', 'flags']);
  });
});

test.each(hostFunctions.map(({ signature }) => signature))(
  'the words that C passes for %s are those of its flags',
  (text) => {
    const words = new Map([
      [METH_NOARGS, 2],
      [METH_O, 2],
      [METH_FASTCALL, 3],
      [METH_FASTCALL | METH_KEYWORDS, 4],
    ]);
    expect(arityOf(text)).toBe(words.get(flagsOf(parseSignature(text))));
  },
);
