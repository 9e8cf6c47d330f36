/** Include/internal/pycore_time.h: times of Python's, as nanoseconds. */
import type { Nanoseconds } from '@pysock/host/call';
import { type EmscriptenModule, type PyObject, rawFunction } from '../wasm/emscripten.ts';
import type { Memory } from '../wasm/memory.ts';

/** How a fraction of a nanosecond is rounded: `_PyTime_round_t`. */
export const ROUND_CEILING = 1;
export const ROUND_TIMEOUT = 3;

export function createTime(module: EmscriptenModule, memory: Memory) {
  const fromSeconds = rawFunction(module, '_PyTime_FromSecondsObject');
  return {
    /** Nanoseconds of a number of seconds, as exactly as a double has them; null with an exception set. */
    nanosecondsOf: (seconds: PyObject, round: number = ROUND_TIMEOUT): Nanoseconds | null =>
      memory.onStack(8, (slot) =>
        fromSeconds(slot, seconds, round) < 0 ? null : memory.int32(slot + 4) * 2 ** 32 + memory.uint32(slot),
      ),
    /** Likewise, exactly. */
    exactNanosecondsOf: (seconds: PyObject, round: number): bigint | null =>
      memory.onStack(8, (slot) =>
        fromSeconds(slot, seconds, round) < 0
          ? null
          : BigInt(memory.int32(slot + 4)) * 2n ** 32n + BigInt(memory.uint32(slot)),
      ),
  };
}
