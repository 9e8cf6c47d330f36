/** Rows of the table of modules (index.ts): what a row says, and a function to write each kind. */
import type { Bridge } from '../bridge.ts';
import { type Builtin, registerBuiltins } from '../capi/clinic/builtin.ts';
import type { BuiltinModule } from '../capi/import.ts';
import type { PyObject } from '../capi/index.ts';
import type { MethodDef } from '../capi/methodobject.ts';
import { addMember, extendModules, fillModule, type ModuleContents, registerModule } from '../capi/moduleobject.ts';
import type { Interrupts } from '../signals/interrupts.ts';
import { rawFunction } from '../wasm/emscripten.ts';

/** What a module is made with. One for each interpreter. */
export interface ModuleContext {
  readonly bridge: Bridge;
  /** Python code that runs once, when the modules are registered: a memory snapshot keeps what it did. */
  readonly python: { runPython(code: string): unknown };
  /** Where signals come from: absent in somebody's own Pyodide, and until the program starts. */
  interrupts(): Interrupts | undefined;
  /** Modules that are made when they are imported. They are entered in the interpreter's table at the end. */
  readonly builtins: BuiltinModule[];
}

/**
 * - `made`: takes its place in `sys.modules` when the modules are registered.
 * - `extended`: the module that is there gets more functions, or others.
 * - `imported`: a built-in module that is made when a program first imports it. It costs a start nothing.
 * - `changed`: anything else, done by a function of its own.
 */
export type ModuleKind = 'made' | 'extended' | 'imported' | 'changed';

export interface ModuleEntry {
  /** Python's name. */
  readonly name: string;
  readonly kind: ModuleKind;
  /**
   * `whole`: part of `loadPython` and the command only: `installSocket` leaves the module of somebody's own Pyodide alone.
   * `embedded`: part of `installSocket` only, in the place of something that cannot be replaced there.
   */
  readonly where: 'everywhere' | 'whole' | 'embedded';
  /** Called when the modules are registered. It runs again at each start from a snapshot (wasm/installation.ts). */
  install(context: ModuleContext): void;
}

/** A module that is there from the start. `create` returns a new reference. */
export function made(name: string, create: (bridge: Bridge) => PyObject): ModuleEntry {
  const install = ({ bridge }: ModuleContext) => registerModule(bridge.capi, name, create(bridge));
  return { name, kind: 'made', where: 'everywhere', install };
}

/** Functions for a module that is there. Those in `copies` took all names from it, and get them too. */
export function extended(
  name: string,
  functions: (bridge: Bridge, context: ModuleContext) => readonly MethodDef[],
  ...copies: readonly string[]
): ModuleEntry {
  const install = (context: ModuleContext): void => {
    const { bridge } = context;
    extendModules(bridge.capi, bridge.define, [name, ...copies], functions(bridge, context));
  };
  return { name, kind: 'extended', where: 'everywhere', install };
}

/** Builtins for a module that is there (capi/clinic), which cost a start next to nothing. */
export function completed(name: string, rows: readonly Builtin<Bridge>[], ...copies: readonly string[]): ModuleEntry {
  const install = ({ bridge }: ModuleContext): void => registerBuiltins(bridge, bridge, [name, ...copies], rows);
  return { name, kind: 'extended', where: 'everywhere', install };
}

/** A module that is made when a program first imports it. */
export function imported(name: string, contents: (bridge: Bridge) => ModuleContents): ModuleEntry {
  return filled(name, (bridge, module) => fillModule(bridge, name, module, contents(bridge)));
}

/** A module that is made when a program first imports it, with objects that know the module: its types. */
export function filled(name: string, fill: (bridge: Bridge, module: PyObject) => void): ModuleEntry {
  const install = ({ bridge, builtins }: ModuleContext): void => {
    builtins.push({ name, fill: (module) => fill(bridge, module) });
  };
  return { name, kind: 'imported', where: 'everywhere', install };
}

/** The same for one that hears signals, which there are none of in somebody's own Pyodide. */
export function filledHearing(
  name: string,
  fill: (bridge: Bridge, module: PyObject, interrupts: Interrupts | undefined) => void,
): ModuleEntry {
  const install = ({ bridge, builtins, interrupts }: ModuleContext): void => {
    builtins.push({ name, fill: (module) => fill(bridge, module, interrupts()) });
  };
  return { name, kind: 'imported', where: 'everywhere', install };
}

/** What a module has whose functions are rows of capi/clinic. */
export interface PublishedContents extends Omit<ModuleContents, 'functions'> {
  readonly rows: readonly Builtin<Bridge>[];
}

/** `sys.modules[name]`, a module that looks as a built-in one does. */
const emptyModule = (name: string, doc: string): string => `
def make_module(name, doc):
    import importlib.machinery, sys
    finder = importlib.machinery.BuiltinImporter
    module = sys.modules[name] = type(sys)(name, doc)
    module.__spec__ = importlib.machinery.ModuleSpec(name, finder, origin='built-in')
    module.__loader__ = finder
    module.__package__ = ''
    sys.builtin_module_names = tuple(sorted({*sys.builtin_module_names, name}))
make_module(${JSON.stringify(name)}, ${JSON.stringify(doc)})
del make_module
`;

/** A module of rows that a memory snapshot keeps: modules of the library that lie there as well have asked for it. */
export function kept(name: string, contents: (bridge: Bridge) => PublishedContents): ModuleEntry {
  const install = ({ bridge, python }: ModuleContext): void => {
    const { capi } = bridge;
    const { rows, doc, members = {} } = contents(bridge);
    python.runPython(emptyModule(name, doc));
    registerBuiltins(bridge, bridge, [name], rows);
    const modules = rawFunction(capi.module, 'PyImport_GetModuleDict')();
    const owner = capi.PyDict_GetItemString(modules, capi.memory.literal(name));
    for (const [key, o] of Object.entries(members)) addMember(capi, owner, key, o);
  };
  return { name, kind: 'made', where: 'everywhere', install };
}

/** A module with objects that know it, which a memory snapshot keeps: see `kept`. */
export function keptWhole(name: string, fill: (bridge: Bridge, module: PyObject) => void): ModuleEntry {
  const install = ({ bridge, python }: ModuleContext): void => {
    const { capi } = bridge;
    python.runPython(emptyModule(name, ''));
    const modules = rawFunction(capi.module, 'PyImport_GetModuleDict')();
    fill(bridge, capi.PyDict_GetItemString(modules, capi.memory.literal(name)));
  };
  return { name, kind: 'made', where: 'everywhere', install };
}

/** A module that Python code changes once: a memory snapshot keeps what it did, and a start does not even make the code. */
export function programmed(name: string, program: () => string): ModuleEntry {
  return changed(name, ({ bridge, python }) => {
    if (bridge.capi.module.installation?.isRecording !== false) python.runPython(program());
  });
}

/** A module that is changed in a way of its own. */
export function changed(name: string, change: (context: ModuleContext) => void): ModuleEntry {
  return { name, kind: 'changed', where: 'everywhere', install: change };
}

/** A row that is not `installSocket`'s. */
export function whole(entry: ModuleEntry): ModuleEntry {
  return { ...entry, where: 'whole' };
}

/** A row that is `installSocket`'s alone. */
export function embedded(entry: ModuleEntry): ModuleEntry {
  return { ...entry, where: 'embedded' };
}
