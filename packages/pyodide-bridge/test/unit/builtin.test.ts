import { describe, expect, test } from 'vitest';
import { fastCall, fastCallKeywords, noArgs, oneArg, varArgs, withKeywords } from '../../src/capi/builtin.ts';

const call = () => 0;

describe('a row has the flags of its calling convention', () => {
  test.each([
    ['METH_NOARGS', noArgs, 0x4],
    ['METH_O', oneArg, 0x8],
    ['METH_FASTCALL', fastCall, 0x80],
    ['METH_FASTCALL | METH_KEYWORDS', fastCallKeywords, 0x82],
    ['METH_VARARGS', varArgs, 0x1],
    ['METH_VARARGS | METH_KEYWORDS', withKeywords, 0x3],
  ])('%s', (_name, row, flags) => {
    expect(row('f', call, 'f()')).toEqual({ name: 'f', flags, waits: false, call, doc: 'f()' });
    expect(row('f', call, undefined, { isClass: true, waits: true })).toEqual({
      name: 'f',
      flags: flags | 0x10,
      waits: true,
      call,
    });
  });
});
