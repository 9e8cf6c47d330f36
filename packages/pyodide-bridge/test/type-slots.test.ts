/** Functions that the garbage collector calls through a type. WebAssembly traps where one has another signature than it is called with. */
import { loadPyodide } from 'pyodide';
import { expect, it } from 'vitest';
import { functionType, name, Section, section, signed, unsigned, vector, wasmModule } from '../src/wasm/encoder.ts';

/** Places in a type, and the types of the functions that they name. */
const SLOTS = { tp_dealloc: [24, 'vi'], tp_traverse: [92, 'iiii'], tp_clear: [96, 'ii'] } as const;
const signatures = Object.values(SLOTS).map(([, signature]) => signature);

type Test = (index: number) => number;

/** For each signature a function which tells whether an entry of the table has it: `table.get`, `ref.test`. */
function signatureTests(table: WebAssembly.Table): Test[] {
  const own = signatures.length;
  const body = (type: number): number[] => {
    const code = [0, 0x20, 0, 0x25, 0, 0xfb, 0x14, ...signed(type), 0x0b];
    return [...unsigned(code.length), ...code];
  };
  const bytes = wasmModule(
    section(Section.type, vector([...signatures, 'ii'].map(functionType))),
    section(Section.import, vector([[...name('e'), ...name('table'), 1, 0x70, 0, 0]])),
    section(Section.function, vector(signatures.map(() => [own]))),
    section(Section.export, vector(signatures.map((_, index) => [...name(`f${index}`), 0, index]))),
    section(Section.code, vector(signatures.map((_, index) => body(index)))),
  );
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { e: { table } });
  return signatures.map((_, index) => exports[`f${index}`] as Test);
}

const ALL_TYPES = `
import importlib, sys
for name in sorted(sys.stdlib_module_names - {'antigravity', 'this', 'idlelib'}):
    try:
        importlib.import_module(name)
    except ImportError:
        pass
found, waiting = {}, [object]
while waiting:
    cls = waiting.pop()
    if id(cls) not in found:
        found[id(cls)] = cls
        waiting += type.__subclasses__(cls)
'\\n'.join(f'{place} {cls.__module__}.{cls.__qualname__}' for place, cls in found.items())
`;

it('only methodcaller has one of another signature, which is mended (modules/_operator)', async () => {
  const pyodide = await loadPyodide();
  const types = (pyodide.runPython(ALL_TYPES) as string).split('\n').map((line) => line.split(' ') as [string, string]);
  // What Pyodide's type leaves out.
  const { wasmTable, HEAPU32 } = (
    pyodide as unknown as { _module: { wasmTable: WebAssembly.Table; HEAPU32: Uint32Array } }
  )._module;
  const tests = signatureTests(wasmTable);
  const wrong = types.flatMap(([place, type]) =>
    Object.entries(SLOTS).flatMap(([slot, [offset]], index) => {
      const entry = HEAPU32[(Number(place) + offset) >>> 2] as number;
      return entry === 0 || tests[index]?.(entry) === 1 ? [] : [`${type}.${slot}`];
    }),
  );
  expect(types.length).toBeGreaterThan(1000);
  expect(wrong).toEqual(['operator.methodcaller.tp_clear']);
}, 120_000);
