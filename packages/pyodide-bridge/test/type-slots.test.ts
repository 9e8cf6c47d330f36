/** Functions that the interpreter calls through a type. WebAssembly traps where one has another signature than it is called with. */
import { loadPyodide } from 'pyodide';
import { expect, it } from 'vitest';
import { functionType, name, Section, section, signed, unsigned, vector, wasmModule } from '../src/wasm/encoder.ts';

/** Places of functions in a type, and their signatures: the result, then the arguments. */
const SLOTS: readonly Slot[] = [
  ['tp_dealloc', 24, 'vi'],
  ...slots('tp_', 44, 'repr:ii'),
  ...slots('tp_', 60, 'hash:ii call:iiii str:ii getattro:iii setattro:iiii'),
  ...slots('tp_', 92, 'traverse:iiii clear:ii richcompare:iiii'),
  ...slots('tp_', 108, 'iter:ii iternext:ii'),
  ...slots('tp_', 136, 'descr_get:iiii descr_set:iiii'),
  ...slots('tp_', 148, 'init:iiii alloc:iii new:iiii free:vi is_gc:ii'),
  ...slots('tp_', 188, 'del:vi'),
  ...slots('tp_', 196, 'finalize:vi vectorcall:iiiii'),
];

/** Tables that a type names, at a place in it. */
const TABLES: readonly (readonly [place: number, slots: readonly Slot[]])[] = [
  [40, slots('am_', 0, 'await:ii aiter:ii anext:ii send:iiii')],
  [
    48,
    [
      ...slots(
        'nb_',
        0,
        'add:iii subtract:iii multiply:iii remainder:iii divmod:iii power:iiii negative:ii positive:ii',
      ),
      ...slots('nb_', 32, 'absolute:ii bool:ii invert:ii lshift:iii rshift:iii and:iii xor:iii or:iii int:ii'),
      ...slots('nb_', 72, 'float:ii inplace_add:iii inplace_subtract:iii inplace_multiply:iii inplace_remainder:iii'),
      ...slots('nb_', 92, 'inplace_power:iiii inplace_lshift:iii inplace_rshift:iii inplace_and:iii inplace_xor:iii'),
      ...slots('nb_', 112, 'inplace_or:iii floor_divide:iii true_divide:iii inplace_floor_divide:iii'),
      ...slots('nb_', 128, 'inplace_true_divide:iii index:ii matrix_multiply:iii inplace_matrix_multiply:iii'),
    ],
  ],
  [
    52,
    [
      ...slots('sq_', 0, 'length:ii concat:iii repeat:iii item:iii'),
      ...slots('sq_', 20, 'ass_item:iiii'),
      ...slots('sq_', 28, 'contains:iii inplace_concat:iii inplace_repeat:iii'),
    ],
  ],
  [56, slots('mp_', 0, 'length:ii subscript:iii ass_subscript:iiii')],
  [80, slots('bf_', 0, 'getbuffer:iiii releasebuffer:vii')],
];

type Slot = readonly [name: string, place: number, signature: string];

function slots(prefix: string, place: number, text: string): Slot[] {
  return text.split(' ').map((slot, index) => {
    const [field, signature] = slot.split(':') as [string, string];
    return [`${prefix}${field}`, place + 4 * index, signature];
  });
}

const signatures = ['vi', 'vii', 'ii', 'iii', 'iiii', 'iiiii'];

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
  const read = (address: number): number => HEAPU32[address >>> 2] as number;
  const wrongIn = (type: string, address: number, of: readonly Slot[]): string[] =>
    of.flatMap(([slot, offset, signature]) => {
      const entry = read(address + offset);
      return entry === 0 || tests[signatures.indexOf(signature)]?.(entry) === 1 ? [] : [`${type}.${slot}`];
    });
  const wrong = types.flatMap(([place, type]) => [
    ...wrongIn(type, Number(place), SLOTS),
    ...TABLES.flatMap(([offset, of]) => {
      const table = read(Number(place) + offset);
      return table === 0 ? [] : wrongIn(type, table, of);
    }),
  ]);
  expect(types.length).toBeGreaterThan(1000);
  // An object of JavaScript's, which no program gets under the command.
  expect(wrong).toEqual(['_pyodide.JsMethodCallSingleton.tp_call', 'operator.methodcaller.tp_clear']);
}, 120_000);
