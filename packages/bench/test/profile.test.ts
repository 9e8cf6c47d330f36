import { describe, expect, it } from 'vitest';
import { lastSeconds, nameFunctions, type Profile, parseProfile, profileLines } from '../src/report/profile.ts';
import { exportedFunctions } from '../src/report/wasm-names.ts';

const frame = (functionName: string, url = '') => ({ functionName, url, lineNumber: -1, scriptId: '0' });

const profile: Profile = {
  nodes: [
    { id: 1, callFrame: frame('(root)'), children: [2, 5, 6] },
    { id: 2, callFrame: frame('recv', 'file:///dist/index.js'), children: [3] },
    { id: 3, callFrame: frame('', 'file:///dist/index.js'), children: [4] },
    { id: 4, callFrame: frame('syscall') },
    { id: 5, callFrame: frame('(garbage collector)') },
    { id: 6, callFrame: frame('wasm-function[7]', 'wasm://wasm/python'), children: [7, 8] },
    { id: 7, callFrame: frame('wasm-function[9]', 'wasm://wasm/python') },
    { id: 8, callFrame: frame('wasm-function[7]', 'wasm://wasm/other') },
  ],
  startTime: 1_000_000,
  endTime: 4_000_000,
  samples: [2, 4, 6, 5, 8],
  timeDeltas: [500_000, 500_000, 1_000_000, 600_000, 200_000],
};

describe('a profile', () => {
  it("names WebAssembly's functions of the largest module, as far as they have names", () => {
    const { nodes } = nameFunctions(profile, new Map([[7, 'PyObject_Call']]));
    expect(nodes.slice(5).map(({ callFrame }) => callFrame.functionName)).toEqual([
      'PyObject_Call',
      'wasm-function[9]',
      'wasm-function[7]',
    ]);
  });

  it('is cut, and stays what a profiler reads', () => {
    const cut = lastSeconds(profile, 2);
    expect(cut).toMatchObject({ startTime: 2_000_000, endTime: 4_000_000, samples: [4, 6, 5, 8] });
    expect(cut.timeDeltas).toEqual([0, 1_000_000, 600_000, 200_000]);
    expect(parseProfile(JSON.stringify(cut))).toEqual(cut);
    expect(lastSeconds(profile, 100)).toEqual(profile);
    expect(() => lastSeconds({ ...profile, samples: [], timeDeltas: [] }, 1)).toThrow('no samples');
  });

  it('counts the time until the next sample, and names a function of C by who calls it', () => {
    expect(profileLines(profile)).toEqual([
      ' 43.5 %  recv in C',
      ' 26.1 %  wasm-function[7] wasm',
      ' 21.7 %  recv index.js',
      '  8.7 %  (garbage collector)',
    ]);
  });

  it('is refused when it is none', () => {
    expect(() => parseProfile('{"nodes": []}')).toThrow();
  });
});

it('the functions that WebAssembly exports are found by their numbers', () => {
  const name = (text: string) => [text.length, ...Buffer.from(text)];
  const section = (id: number, bytes: number[]) => [id, bytes.length, ...bytes];
  const module = Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 0, 0]),
    ...section(3, [2, 0, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [3, ...name('memory'), 2, 0, ...name('first'), 0, 0, ...name('second'), 0, 1]),
    ...section(10, [2, 2, 0, 0x0b, 2, 0, 0x0b]),
  ]);
  expect(WebAssembly.validate(module)).toBe(true);
  expect([...exportedFunctions(module)]).toEqual([
    [0, 'first'],
    [1, 'second'],
  ]);
});
