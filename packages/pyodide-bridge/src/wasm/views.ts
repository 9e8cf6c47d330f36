/**
 * Emscripten's module, with its views of the guest's memory, and the C stack, where they are found at once.
 *
 * The module has some 6,600 properties, which V8 keeps in a hash table: a look-up takes 16 ns, and one of a getter of a class less
 * than 1 ns (of an object literal with a getter 31 ns, on Node 26). A view whose memory has grown is empty from then on, and
 * fetched anew.
 */
import type { EmscriptenModule } from './emscripten.ts';

export function withViews(module: EmscriptenModule): EmscriptenModule {
  let { HEAPU8, HEAP8, HEAP32, HEAPU32, HEAPF64 } = module;
  class Views {
    readonly stackSave = module.stackSave;
    readonly stackRestore = module.stackRestore;
    readonly stackAlloc = module.stackAlloc;
    readonly wasmTable = module.wasmTable;
    get HEAPU8() {
      if (HEAPU8.length === 0) HEAPU8 = module.HEAPU8;
      return HEAPU8;
    }
    get HEAP8() {
      if (HEAP8.length === 0) HEAP8 = module.HEAP8;
      return HEAP8;
    }
    get HEAP32() {
      if (HEAP32.length === 0) HEAP32 = module.HEAP32;
      return HEAP32;
    }
    get HEAPU32() {
      if (HEAPU32.length === 0) HEAPU32 = module.HEAPU32;
      return HEAPU32;
    }
    get HEAPF64() {
      if (HEAPF64.length === 0) HEAPF64 = module.HEAPF64;
      return HEAPF64;
    }
  }
  Object.setPrototypeOf(Views.prototype, module);
  // Its prototype is the module.
  return new Views() as unknown as EmscriptenModule;
}
