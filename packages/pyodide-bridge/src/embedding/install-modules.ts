/** Registers the modules in an interpreter: what `loadPython` and `installSocket` have in common. */
import { type Bridge, type BridgeOptions, createBridge, type Interpreter } from '../bridge.ts';
import type { EmscriptenModule } from '../capi/index.ts';
import { MODULES } from '../modules/index.ts';
import { neutralizeSwitches } from '../modules/stdlib-switches.ts';
import type { Interrupts } from '../signals/interrupts.ts';

export interface ModuleOptions extends BridgeOptions {
  readonly eventLoop?: 'stock' | 'webloop';
  /** Whether the interpreter is ours as a whole, and not somebody's own Pyodide. */
  readonly isWhole?: boolean;
  interrupts?(): Interrupts | undefined;
}

export function installModules(pyodide: Interpreter, options: ModuleOptions = {}): Bridge {
  const { interrupts = () => undefined, isWhole = false } = options;
  const bridge = createBridge(pyodide._module as EmscriptenModule, options);
  const context = { bridge, python: pyodide, interrupts };
  for (const entry of MODULES) if (isWhole || !entry.isWhole) entry.install(context);
  neutralizeSwitches(pyodide, ['_socket', 'select'], {
    eventLoop: options.eventLoop ?? 'stock',
    hasThreads: bridge.trampolines !== undefined,
  });
  return bridge;
}
