import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  functionType,
  I32,
  importedFunction,
  name,
  op,
  Section,
  section,
  signed,
  unsigned,
  vector,
  wasmModule,
} from '../../src/wasm/encoder.ts';
import { placeFunctions } from '../../src/wasm/function-table.ts';

/** A module whose function `f` returns a constant. */
function constant(value: number): Uint8Array<ArrayBuffer> {
  const body = [0, op.i32Const, ...signed(value), op.end];
  return wasmModule(
    section(Section.type, vector([functionType('i')])),
    section(Section.function, vector([[0]])),
    section(Section.export, vector([[...name('f'), 0, 0]])),
    section(Section.code, vector([[...unsigned(body.length), ...body]])),
  );
}

function run(value: number): unknown {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(constant(value)));
  return (exports.f as () => number)();
}

describe('LEB128', () => {
  test.each([
    [0, [0]],
    [127, [0x7f]],
    [128, [0x80, 0x01]],
    [624485, [0xe5, 0x8e, 0x26]],
    [2 ** 32 - 1, [0xff, 0xff, 0xff, 0xff, 0x0f]],
  ])('unsigned %i', (value, bytes) => expect(unsigned(value)).toEqual(bytes));

  test.each([
    [0, [0]],
    [63, [0x3f]],
    [64, [0xc0, 0x00]],
    [-1, [0x7f]],
    [-64, [0x40]],
    [-65, [0xbf, 0x7f]],
    [-123456, [0xc0, 0xbb, 0x78]],
  ])('signed %i', (value, bytes) => expect(signed(value)).toEqual(bytes));

  test('the engine reads what was written', () => {
    const edges = [0, -1, 63, 64, -64, -65, 2 ** 31 - 1, -(2 ** 31)];
    for (const value of edges) expect(run(value)).toBe(value);
    fc.assert(
      fc.property(fc.integer(), (value) => {
        expect(run(value)).toBe(value);
      }),
      { numRuns: 50 },
    );
  });
});

test('types of functions', () => {
  expect(functionType('v')).toEqual([0x60, 0, 0]);
  expect(functionType('ijfdp')).toEqual([0x60, 4, 0x7e, 0x7d, 0x7c, I32, 1, I32]);
  expect(importedFunction('e', 'f', 200)).toEqual([1, 0x65, 1, 0x66, 0, 0xc8, 0x01]);
});

test('functions of JavaScript come to lie at their places, with their signatures', () => {
  const table = new WebAssembly.Table({ element: 'anyfunc', initial: 300 });
  const heard: unknown[] = [];
  placeFunctions(table, [
    { place: 3, signature: 'iii', call: (a = 0, b = 0) => a + b },
    { place: 200, signature: 'vj', call: (...args) => void heard.push(...args) },
    { place: 64, signature: 'i', call: () => -65539 },
  ]);
  expect((table.get(3) as (...args: number[]) => number)(2, 40)).toBe(42);
  expect((table.get(64) as () => number)()).toBe(-65539);
  (table.get(200) as (value: bigint) => void)(5n);
  expect(heard).toEqual([5n]);
});
