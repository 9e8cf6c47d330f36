/** Gives an existing Pyodide real sockets. */
import { type Bridge, type BridgeOptions, createBridge } from './bridge.ts';
import type { EmscriptenModule } from './capi/index.ts';
import { extendModules, memberOf, registerModule } from './capi/moduleobject.ts';
import { fcntlFunction } from './modules/posix/descriptor-flags.ts';
import { posixFunctions } from './modules/posix/index.ts';
import { installQueue } from './modules/queue.ts';
import { installResource } from './modules/resource.ts';
import { createSelectModule } from './modules/select/index.ts';
import { signalTimerFunctions } from './modules/signal-timers.ts';
import { createSocketModule } from './modules/socket/index.ts';
import { neutralizeSwitches } from './modules/stdlib-switches.ts';
import { installThreads } from './modules/thread/index.ts';

/** What is used of a Pyodide: the object that `loadPyodide()` answers. */
export interface PyodideLike {
  readonly _module: unknown;
  readonly version: string;
  runPython(code: string): unknown;
}

export interface InstallOptions extends BridgeOptions {
  /**
   * What `asyncio.run` makes: 'stock', CPython's own event loop, which blocks in the kernel, or 'webloop', Pyodide's, which
   * leaves JavaScript running and has no sockets of ours.
   */
  readonly eventLoop?: 'stock' | 'webloop';
}

/** Registers the modules in an interpreter. What \`loadPython\` and \`installSocket\` have in common. */
export function installModules(pyodide: PyodideLike, options: InstallOptions = {}): Bridge {
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
  extendModules(bridge.capi, bridge.define, ['_signal', 'signal'], signalTimerFunctions(bridge));
  installResource(bridge);
  installQueue(bridge);
  installThreads(bridge, pyodide);
  neutralizeSwitches(pyodide, ['_socket', 'select'], {
    eventLoop: options.eventLoop ?? 'stock',
    hasThreads: bridge.trampolines !== undefined,
  });
  return bridge;
}
