/**
 * fcntlmodule.c: `fcntl.fcntl` for the commands that have to do with flags. Emscripten's can only add status flags, and knows no
 * descriptor flags.
 */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import type { Pointer, PyObject } from '../../capi/index.ts';
import { METH_FASTCALL, type MethodDef } from '../../capi/methodobject.ts';
import { memberOf } from '../../capi/moduleobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';

const { F_GETFD, F_GETFL, F_SETFD, F_SETFL } = constants;

/** What fcntl() does with a host descriptor here; other commands stay Emscripten's. */
const hostCommands = new Set([F_GETFD, F_SETFD, F_GETFL, F_SETFL]);

export function fcntlFunctions(bridge: Bridge): MethodDef[] {
  const { capi, descriptors, errors, parsers } = bridge;
  const fallback = memberOf(capi, 'fcntl', 'fcntl');
  const vectorcall = rawFunction(capi.module, 'PyObject_Vectorcall');
  const asFileDescriptor = rawFunction(capi.module, 'PyObject_AsFileDescriptor');
  const fcntl: MethodDef = {
    name: 'fcntl',
    flags: METH_FASTCALL,
    call(_module, args, count) {
      const word = (index: number): PyObject => capi.memory.uint32((args as Pointer) + index * 4);
      if ((count === 2 || count === 3) && capi.PyLong_Check(word(1)) && (count === 2 || capi.PyLong_Check(word(2)))) {
        const fd = asFileDescriptor(word(0));
        if (fd < 0) return 0;
        const command = parsers.PyLong_AsInt(word(1));
        const argument = count === 2 ? 0 : parsers.PyLong_AsInt(word(2));
        if (command === null || argument === null) return 0;
        if (descriptors.find(fd) !== undefined && hostCommands.has(command)) {
          const result = sys.fcntl(descriptors.host(fd), command, argument);
          return result < 0 ? errors.setResult(result) : capi.PyLong_FromLong(result);
        }
      }
      return vectorcall(fallback, args as Pointer, count as number, 0);
    },
    doc: 'fcntl($module, fd, cmd, arg=0, /)\n--\n\nPerform the operation cmd on a descriptor.',
  };
  return [fcntl];
}
