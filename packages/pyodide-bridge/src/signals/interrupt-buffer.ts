/**
 * The place where the guest looks for signals: `pyodide.setInterruptBuffer`'s array, a property of Emscripten's module. While
 * Python computes it is looked for every 50 checks of the eval loop, and its element 0 read and set to 0.
 *
 * Who wants to be asked there gives the property a getter, which answers that there is no array: that takes 12 ns. An array
 * whose element has a getter takes 180 ns at least, and made send() and recv() 0.17 us slower each (Node 26).
 */
import type { EmscriptenModule } from '../wasm/emscripten.ts';

/** What `pyodide.setInterruptBuffer` is given. */
export interface InterruptBuffer {
  0: number;
}

interface Listening extends EmscriptenModule {
  readonly _Py_EMSCRIPTEN_SIGNAL_HANDLING: number;
}

const KEY = 'Py_EmscriptenSignalBuffer';

/**
 * Calls `look` at each of the guest's looks. It is handed what answers the array that was there before, which asks those who
 * listened before, and answers what the guest is to see. The result ends that.
 */
export function listen(
  emscripten: EmscriptenModule,
  look: (before: () => InterruptBuffer | undefined) => InterruptBuffer | undefined,
): () => void {
  const module = emscripten as Listening;
  const listened = module.HEAP8[module._Py_EMSCRIPTEN_SIGNAL_HANDLING] as number;
  const property = Object.getOwnPropertyDescriptor(module, KEY) ?? { value: undefined, writable: true };
  const before = property.get?.bind(module) ?? (() => property.value);
  const get = () => look(before);
  const set = (buffer: InterruptBuffer | undefined) => {
    if (property.set === undefined) property.value = buffer;
    else property.set.call(module, buffer);
  };
  Object.defineProperty(module, KEY, { configurable: true, enumerable: true, get, set });
  module.HEAP8[module._Py_EMSCRIPTEN_SIGNAL_HANDLING] = 1;
  return () => {
    if (Object.getOwnPropertyDescriptor(module, KEY)?.get !== get) return;
    Object.defineProperty(module, KEY, { ...property, configurable: true, enumerable: true });
    module.HEAP8[module._Py_EMSCRIPTEN_SIGNAL_HANDLING] = listened;
  };
}
