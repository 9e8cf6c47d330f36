import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { checkLayout, EXPECTED, layoutProblems, PyTupleObject } from '../../src/capi/layout.ts';
import type { EmscriptenModule } from '../../src/wasm/emscripten.ts';

/** What Pyodide 314.0.7's `_PyRuntime` begins with, after its cookie: `_Py_DebugOffsets` of CPython 3.14.2. */
const OFFSETS = [
  51249904, 0, 166640, 780, 796, 115488, 3656, 3648, 3704, 3712, 3740, 3896, 3884, 3888, 8, 3976, 0, 3984, 3980, 4136,
  0, 704, 0, 4, 8, 52, 92, 96, 144, 16, 44, 4, 0, 28, 40, 38, 32, 0, 132, 80, 84, 88, 92, 44, 28, 72, 76, 128, 0, 8, 4,
  208, 12, 44, 84, 20, 16, 8, 20, 12, 8, 100, 12, 20, 16, 32, 24, 28, 16, 8, 16, 8, 12, 20, 8, 16, 32, 16, 8, 20, 144,
  116, 80, 12, 36, 35, 0, 4, 12, 184, 4200, 0, 4, 512,
];
const TABLE = 16;
const TUPLE_OB_ITEM = 56;

function memoryWith(changes: Readonly<Record<number, number>> = {}): Uint8Array {
  const memory = new Uint8Array(2048);
  memory.set(new TextEncoder().encode('xdebugpy'), TABLE);
  const view = new DataView(memory.buffer);
  for (const [place, offset] of OFFSETS.entries()) {
    view.setBigUint64(TABLE + 8 + place * 8, BigInt(changes[place] ?? offset), true);
  }
  return memory;
}

describe('the layout', () => {
  test("is the one of this package's Pyodide", () => {
    expect(layoutProblems(memoryWith(), TABLE)).toEqual([]);
    const { dependencies } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(dependencies.pyodide).toBe(EXPECTED.pyodide);
  });

  test('says what lies elsewhere', () => {
    const problem = `PyTupleObject.ob_item is 12, not ${PyTupleObject.ob_item}`;
    expect(layoutProblems(memoryWith({ [TUPLE_OB_ITEM]: 12 }), TABLE)).toEqual([problem]);
  });

  test('refuses another minor version, and what describes nothing', () => {
    expect(layoutProblems(memoryWith({ 0: 0x030f00f0 }), TABLE)).toEqual([
      'its structures are those of another version',
    ]);
    expect(layoutProblems(memoryWith(), TABLE + 8)).toEqual(['it does not describe its structures']);
  });

  test('names both versions', () => {
    const memory = memoryWith({ [TUPLE_OB_ITEM]: 12 });
    const HEAPU32 = new Uint32Array(memory.buffer);
    HEAPU32[0] = 0x030e03f0;
    const fake = { HEAPU8: memory, HEAPU32, __PyRuntime: TABLE, _Py_Version: 0, API: { version: '314.0.9' } };
    expect(() => checkLayout(fake as unknown as EmscriptenModule)).toThrow(
      `pysock is made for CPython 3.14.2 (Pyodide ${EXPECTED.pyodide}); this is CPython 3.14.3 (Pyodide 314.0.9): PyTuple`,
    );
  });
});
