/** Registers the modules in an interpreter: what `loadPython` and `installSocket` have in common. */
import { type Bridge, type BridgeOptions, createBridge, type Interpreter } from '../bridge.ts';
import { appendInittab, type BuiltinModule } from '../capi/import.ts';
import type { EmscriptenModule } from '../capi/index.ts';
import { installIdentity } from '../identity/index.ts';
import type { ModuleContext } from '../modules/entry.ts';
import { MODULES } from '../modules/index.ts';
import { keepLoadable, neutralizeSwitches } from '../modules/stdlib-switches.ts';
import type { Interrupts } from '../signals/interrupts.ts';

export interface ModuleOptions extends BridgeOptions {
  /** Whether the interpreter is ours as a whole, and not somebody's own Pyodide. */
  readonly isWhole?: boolean;
  interrupts?(): Interrupts | undefined;
}

/** `sys.builtin_module_names`. What was imported before under one of the names is forgotten. */
const listBuiltins = (builtins: readonly BuiltinModule[]): string => `
def list_builtins(names):
    import sys
    for name in names:
        sys.modules.pop(name, None)
    sys.builtin_module_names = tuple(sorted({*sys.builtin_module_names, *names}))
list_builtins(${JSON.stringify(builtins.map(({ name }) => name))})
del list_builtins
`;

export function installModules(pyodide: Interpreter, options: ModuleOptions = {}): Bridge {
  const { interrupts = () => undefined, isWhole = false } = options;
  const bridge = createBridge(pyodide._module as EmscriptenModule, options);
  if (options.isLinux) {
    keepLoadable(pyodide);
    installIdentity(bridge, pyodide);
  }
  const context: ModuleContext = { bridge, python: pyodide, interrupts, builtins: [] };
  const without = isWhole ? 'embedded' : 'whole';
  for (const entry of MODULES) if (entry.where !== without) entry.install(context);
  appendInittab(bridge.capi, bridge.define, context.builtins);
  pyodide.runPython(listBuiltins(context.builtins));
  neutralizeSwitches(pyodide, ['_socket', 'select'], {
    hasThreads: bridge.trampolines !== undefined,
    isLinux: options.isLinux ?? false,
  });
  return bridge;
}
