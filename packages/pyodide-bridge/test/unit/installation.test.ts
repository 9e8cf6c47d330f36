import { WOULD_WAIT } from '@pysock/host/call';
import { describe, expect, test } from 'vitest';
import { type EmscriptenModule, type RawFunction, rawFunction, remembered } from '../../src/wasm/emscripten.ts';
import { placeRow, placeWaiting, reserveFunctions } from '../../src/wasm/function-table.ts';
import { Installation } from '../../src/wasm/installation.ts';
import type { InstallationLog } from '../../src/wasm/installation-log.ts';
import type { WaitingImports } from '../../src/wasm/waiting-code.ts';

type Exports = Record<string, (...args: never[]) => unknown>;

/** What an installation uses of Emscripten's module: a table, and C functions. */
function fakeModule(exports: Exports): EmscriptenModule {
  const wasmTable = new WebAssembly.Table({ element: 'anyfunc', initial: 1 });
  const functions = Object.entries(exports).map(([name, call]) => [`_${name}`, call]);
  const module = { ...Object.fromEntries(functions), wasmTable, addFunction: () => 0 } as unknown as EmscriptenModule;
  reserveFunctions(module);
  return module;
}

let calls: string[] = [];
const guest: Exports = {
  malloc: (size: number) => {
    calls.push(`malloc ${size}`);
    return 1000 + size;
  },
  big: () => 2n ** 40n,
  nothing: () => undefined,
};
/** The same guest in another process, where no call may be made. */
const silent: Exports = Object.fromEntries(
  Object.keys(guest).map((name) => [
    name,
    () => {
      throw new Error(`${name} was called`);
    },
  ]),
);

interface Installed {
  readonly results: unknown[];
  readonly place: number;
  readonly malloc: (size: number) => number;
}

function install(module: EmscriptenModule): Installed {
  const malloc = rawFunction(module, 'malloc');
  const results = [
    malloc(8),
    rawFunction(module, 'big')(),
    rawFunction(module, 'nothing')(),
    remembered(module, () => malloc(1) + 1),
    malloc(16),
  ];
  const place = module.addFunction((a = 0) => a * 2, 'ii');
  return { results, place, malloc };
}

const record = (run = install): [Installed, InstallationLog, EmscriptenModule] => {
  const module = fakeModule(guest);
  calls = [];
  const [installed, log] = Installation.run(module, undefined, () => run(module));
  return [installed, JSON.parse(JSON.stringify(log)) as InstallationLog, module];
};

describe('an installation', () => {
  test('gives at each replay what the calls have returned, and makes none', () => {
    const [recorded, log] = record();
    const module = fakeModule(silent);
    const [replayed] = Installation.run(module, log, () => install(module));
    expect(replayed.results).toEqual(recorded.results);
    expect(replayed.results).toEqual([1008, 2n ** 40n, undefined, 1002, 1016]);
    expect(calls).toEqual(['malloc 8', 'malloc 1', 'malloc 16']);
  });

  test('puts functions at the same places', () => {
    const [recorded, log, first] = record();
    const second = fakeModule(silent);
    const [replayed] = Installation.run(second, log, () => install(second));
    expect(replayed.place).toBe(recorded.place);
    for (const module of [first, second])
      expect((module.wasmTable.get(recorded.place) as (a: number) => number)(21)).toBe(42);
  });

  test('puts builtins that wait, and rows of them, where they were, by the module that the log has', () => {
    const told: unknown[] = [];
    const nothing = (): number => 0;
    const waiting: WaitingImports = {
      ...{ park: nothing, suspend: nothing, block: nothing, check: nothing, checked: (result: number) => result },
      // The second attempt, after one wait.
      resume: () => 7,
    };
    const run = (module: EmscriptenModule): number[] => [
      placeWaiting(module, { attempt: (a = 0) => (a === 1 ? WOULD_WAIT : a), arity: 1, waiting }),
      placeRow(module, [2, 4], (...words) => told.push(words)),
      module.addFunction((a = 0) => -a, 'ii'),
    ];
    const recording = fakeModule(guest);
    const [recorded, log] = Installation.run(recording, undefined, () => run(recording));
    const replaying = fakeModule(silent);
    const [replayed] = Installation.run(replaying, log, () => run(replaying));
    expect(replayed).toEqual(recorded);
    expect(log.module).toBeDefined();
    for (const { wasmTable } of [recording, replaying]) {
      const [waits, row, plain] = recorded as [number, number, number];
      const call = (place: number, ...words: number[]): unknown => (wasmTable.get(place) as RawFunction)(...words);
      expect([call(waits, 5), call(waits, 1), call(plain, 3)]).toEqual([5, 7, -3]);
      told.length = 0;
      call(row, 100, 1);
      call(row + 1, 100, 1, 2, 3);
      expect(told).toEqual([
        [0, 1, 0, 0],
        [1, 1, 2, 3],
      ]);
    }
  });

  test('is over at its end: what it has found is called then', () => {
    const [recorded, log] = record();
    expect(recorded.malloc(32)).toBe(1032);
    const module = fakeModule(guest);
    const [replayed] = Installation.run(module, log, () => install(module));
    expect(replayed.malloc(64)).toBe(1064);
    expect(module.installation).toBeUndefined();
    const later = module.addFunction((a = 0) => a + 1, 'ii');
    expect((module.wasmTable.get(later) as (a: number) => number)(1)).toBe(2);
  });

  test('does once, when it is recorded, what is outside of it', () => {
    const done: string[] = [];
    const run = (module: EmscriptenModule): Installed => {
      module.installation?.outside(() => done.push(String(rawFunction(module, 'malloc')(4))));
      return install(module);
    };
    const [, log] = record(run);
    const module = fakeModule(silent);
    Installation.run(module, log, () => run(module));
    expect(done).toEqual(['1004']);
  });

  test.each([
    ['more', (module: EmscriptenModule) => void rawFunction(module, 'malloc')(1)],
    ['other', (module: EmscriptenModule) => void rawFunction(module, 'big')()],
  ])('that makes %s calls at a replay is refused', (_title, further) => {
    const [, log] = record();
    const module = fakeModule(silent);
    const diverging = (): void => {
      install(module);
      further(module);
    };
    expect(() => Installation.run(module, log, diverging)).toThrow('registered differently');
  });

  test('that makes fewer calls, or others in their place, is refused', () => {
    const [, log] = record();
    const fewer = fakeModule(silent);
    expect(() => Installation.run(fewer, log, () => rawFunction(fewer, 'malloc')(8))).toThrow('registered differently');
    const other = fakeModule(silent);
    const reordered = (): void => {
      for (const name of ['big', 'malloc', 'nothing', 'malloc', 'malloc']) rawFunction(other, name)();
    };
    expect(() => Installation.run(other, log, reordered)).toThrow('registered differently');
  });
});
