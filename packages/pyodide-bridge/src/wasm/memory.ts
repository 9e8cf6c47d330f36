/** The guest's memory: words, C strings, the C stack. Views are fetched anew, because anything may grow the memory. */
import { type EmscriptenModule, type Pointer, rawFunction } from './emscripten.ts';

export type Memory = ReturnType<typeof createMemory>;

export function createMemory(module: EmscriptenModule) {
  const malloc = rawFunction(module, 'malloc') as (size: number) => Pointer;
  const free = rawFunction(module, 'free') as (pointer: Pointer) => void;
  const interned = new Map<string, Pointer>();

  function cBytes(bytes: Uint8Array): Pointer {
    const pointer = malloc(bytes.length + 1);
    module.HEAPU8.set(bytes, pointer);
    module.HEAPU8[pointer + bytes.length] = 0;
    return pointer;
  }

  function cString(text: string): Pointer {
    const size = module.lengthBytesUTF8(text) + 1;
    const pointer = malloc(size);
    module.stringToUTF8(text, pointer, size);
    return pointer;
  }

  return {
    malloc,
    free,
    int32: (pointer: Pointer): number => module.HEAP32[pointer >> 2] as number,
    uint32: (pointer: Pointer): number => module.HEAPU32[pointer >>> 2] as number,
    setInt32(pointer: Pointer, value: number): void {
      module.HEAP32[pointer >> 2] = value;
    },
    /** A 64-bit integer that a double holds exactly. */
    setInt64(pointer: Pointer, value: number): void {
      module.HEAP32[pointer >> 2] = value | 0;
      module.HEAP32[(pointer >> 2) + 1] = Math.floor(value / 2 ** 32);
    },
    /** A copy of `length` bytes. */
    copyOut: (pointer: Pointer, length: number): Uint8Array => module.HEAPU8.slice(pointer, pointer + length),
    copyIn(pointer: Pointer, bytes: Uint8Array): void {
      module.HEAPU8.set(bytes, pointer);
    },
    stringAt: (pointer: Pointer): string => module.UTF8ToString(pointer),
    cString,
    /** A C string of these bytes. */
    cBytes,
    /** A C string that stays: names, formats and texts that C keeps or that are used again. */
    literal(text: string): Pointer {
      // While it is noted what is made, each one is: another process has not those that were made in between.
      const { installation } = module;
      let pointer = interned.get(text);
      if (installation !== undefined) pointer = installation.remember(() => pointer ?? cString(text));
      else if (pointer === undefined) pointer = cString(text);
      interned.set(text, pointer);
      return pointer;
    },
    /** Runs `body` with a C string that is freed afterwards. */
    withCString<T>(text: string, body: (pointer: Pointer) => T): T {
      const pointer = cString(text);
      try {
        return body(pointer);
      } finally {
        free(pointer);
      }
    },
    /** Runs `body` with `size` bytes of the C stack. */
    onStack<T>(size: number, body: (pointer: Pointer) => T): T {
      const saved = module.stackSave();
      try {
        return body(module.stackAlloc(size));
      } finally {
        module.stackRestore(saved);
      }
    },
    /** Words laid out as a C va_list. */
    withArguments<T>(words: readonly number[], body: (list: Pointer) => T): T {
      const saved = module.stackSave();
      try {
        const list = module.stackAlloc(Math.max(words.length, 1) * 4);
        module.HEAP32.set(words, list >> 2);
        return body(list);
      } finally {
        module.stackRestore(saved);
      }
    },
  };
}
