/**
 * _remote_debugging_module.c: looking into another process's memory. CPython's code takes that for memory like its own, with pointers
 * of the size that its own have, and reads outside of WebAssembly's: it says that it cannot be done, as where CPython is built without it.
 */
import type { Bridge } from '../../bridge.ts';
import { Slot } from '../../capi/methodobject.ts';
import { addMember, whenExecuted } from '../../capi/moduleobject.ts';

export function refuseRemoteDebugging(bridge: Bridge): void {
  const { capi, define } = bridge;
  whenExecuted(bridge, '_remote_debugging', (module) => {
    const init = () => {
      capi.raise('RuntimeError', 'Remote debugging is not supported on this platform');
      return -1;
    };
    const type = define.PyType_FromModuleAndSpec(module, {
      name: '_remote_debugging.RemoteUnwinder',
      basicsize: 0,
      flags: 0,
      functions: [[Slot.tp_init, 'iiii', init]],
    });
    addMember(capi, module, 'RemoteUnwinder', type);
  });
}
