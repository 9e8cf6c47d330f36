/** socketmodule.h: PySocketModule_APIObject: what C extensions (`_ssl`) know of the module. */

import type { CApi, PyObject } from '../../capi/index.ts';
import { rawFunction } from '../../wasm/emscripten.ts';

/** socketmodule.c: sock_get_api. `_socket.CAPI`; the struct stays as long as the interpreter. */
export function capsule(capi: CApi, Sock_Type: PyObject): PyObject {
  const api = capi.memory.malloc(12);
  [Sock_Type, capi.PyExc('OSError'), capi.PyExc('TimeoutError')].forEach((type, index) => {
    capi.memory.setInt32(api + index * 4, capi.newRef(type));
  });
  return rawFunction(capi.module, 'PyCapsule_New')(api, capi.memory.literal('_socket.CAPI'), 0);
}
