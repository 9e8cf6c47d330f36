/** Where the guest's memory lies in the host's address space, so that libc reads and writes it in place. */
import { addressOf } from '@pysock/host';
import type { EmscriptenModule } from './emscripten.ts';

export type HostMemory = ReturnType<typeof createHostMemory>;

export function createHostMemory(module: EmscriptenModule) {
  /** Empty when the memory has grown. */
  let view: Uint8Array = new Uint8Array();
  let base = 0;
  return {
    /** The host address of a guest address. It holds until the guest's memory grows: ask again after anything that may allocate. */
    address(pointer: number): number {
      if (view.length === 0) {
        view = module.HEAPU8;
        base = addressOf(view);
      }
      return base + pointer;
    },
  };
}
