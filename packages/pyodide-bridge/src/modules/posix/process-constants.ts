/** posixmodule.c: all_ins: the constants of starting and waiting for processes that Emscripten's libc lacks. */
import { constants } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { addMember } from '../../capi/moduleobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { FILE_ACTIONS } from './spawn-arguments.ts';

const { P_PIDFD, PIDFD_NONBLOCK } = constants;

export function addProcessConstants({ capi }: Bridge): void {
  const modules = rawFunction(capi.module, 'PyImport_GetModuleDict')();
  for (const name of ['posix', 'os']) {
    const module = capi.PyDict_GetItemString(modules, capi.memory.literal(name));
    for (const [key, value] of Object.entries({ ...FILE_ACTIONS, P_PIDFD, PIDFD_NONBLOCK })) {
      addMember(capi, module, key, capi.fromNumber(value));
    }
  }
}
