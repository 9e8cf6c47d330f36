/** CPython's C API as the bridge uses it, one file a header. */

import type { EmscriptenModule } from '../wasm/emscripten.ts';
import { createMemory } from '../wasm/memory.ts';
import { withViews } from '../wasm/views.ts';
import { createBytes } from './bytesobject.ts';
import { createLong } from './longobject.ts';
import { createObject } from './object.ts';
import { createErrors } from './pyerrors.ts';
import { createTime } from './pytime.ts';
import { createContainers } from './tupleobject.ts';
import { createUnicode } from './unicodeobject.ts';

export { RAISED } from '@pysock/host/call';
export type {
  EmscriptenFS,
  EmscriptenModule,
  FSNode,
  FSStream,
  Pointer,
  PyObject,
  StreamOps,
} from '../wasm/emscripten.ts';
export { type BorrowedBuffer, PyBUF_SIMPLE, PyBUF_WRITABLE } from './bytesobject.ts';

export type CApi = ReturnType<typeof createCApi>;

export function createCApi(emscripten: EmscriptenModule) {
  const module = withViews(emscripten);
  const memory = createMemory(module);
  return {
    /** Emscripten's own object: what is set in it, the guest sees. */
    emscripten,
    module,
    memory,
    ...createObject(module, memory),
    ...createLong(module),
    ...createBytes(module, memory),
    ...createUnicode(module, memory),
    ...createContainers(module),
    ...createErrors(module, memory),
    ...createTime(module, memory),
  };
}
