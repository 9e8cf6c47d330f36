/** Gives an existing Pyodide real sockets. */
import { type Bridge, type BridgeOptions, createBridge } from './bridge.ts';
import type { EmscriptenModule } from './capi/index.ts';
import { extendModules, memberOf, registerModule } from './capi/moduleobject.ts';
import { fcntlFunction } from './modules/posix/descriptor-flags.ts';
import { posixFunctions } from './modules/posix/index.ts';
import { createSelectModule } from './modules/select/index.ts';
import { createSocketModule } from './modules/socket/index.ts';

/** What is used of a Pyodide: the object that `loadPyodide()` answers. */
export interface PyodideLike {
  readonly _module: unknown;
  readonly version: string;
  runPython(code: string): unknown;
}

/** Modules of the standard library that take names from `_socket` or `select` when they are imported. */
const REFRESH = `
import sys, importlib.machinery
def refresh(built_in):
    for name in built_in:
        module = sys.modules[name]
        module.__spec__ = importlib.machinery.ModuleSpec(name, importlib.machinery.BuiltinImporter, origin='built-in')
        module.__loader__ = importlib.machinery.BuiltinImporter
    stale = [name for name in sys.modules if name.partition('.')[0] in ('socket', 'selectors', 'asyncio', 'ssl', '_ssl')]
    for name in stale:
        del sys.modules[name]
refresh
`;

/** Registers the modules in an interpreter. What \`loadPython\` and \`installSocket\` have in common. */
export function installModules(pyodide: PyodideLike, options: BridgeOptions = {}): Bridge {
  const bridge = createBridge(pyodide._module as EmscriptenModule, options);
  registerModule(bridge.capi, '_socket', createSocketModule(bridge));
  registerModule(bridge.capi, 'select', createSelectModule(bridge));
  // Before Lib/socket.py runs: it looks whether there is an os.sendfile.
  extendModules(bridge.capi, bridge.define, ['posix', 'os'], posixFunctions(bridge));
  extendModules(
    bridge.capi,
    bridge.define,
    ['fcntl'],
    [fcntlFunction(bridge, memberOf(bridge.capi, 'fcntl', 'fcntl'))],
  );
  const refresh = pyodide.runPython(REFRESH) as ((names: string[]) => void) & { destroy(): void };
  refresh(['_socket', 'select']);
  refresh.destroy();
  return bridge;
}
