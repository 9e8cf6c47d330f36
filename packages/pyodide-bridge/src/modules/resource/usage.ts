/** resource.c: resource_getrusage: what the process, its children or its thread has used. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { oneArg } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { newStructType, type StructField } from '../../capi/structseq.ts';
import { rawFunction } from '../../wasm/emscripten.ts';

const { EINVAL } = constants;

/** struct_rusage_fields: the two times, then the counters in the order of `struct rusage`. */
const USAGE_FIELDS: readonly StructField[] = [
  ['ru_utime', 'seconds in the program'],
  ['ru_stime', 'seconds in the kernel'],
  ['ru_maxrss', 'the most memory at a time, in KiB'],
  ['ru_ixrss', 'shared memory'],
  ['ru_idrss', 'data of its own'],
  ['ru_isrss', 'stack of its own'],
  ['ru_minflt', 'page faults without reading'],
  ['ru_majflt', 'page faults with reading'],
  ['ru_nswap', 'times swapped out'],
  ['ru_inblock', 'blocks read'],
  ['ru_oublock', 'blocks written'],
  ['ru_msgsnd', 'messages sent'],
  ['ru_msgrcv', 'messages received'],
  ['ru_nsignals', 'signals received'],
  ['ru_nvcsw', 'times it waited'],
  ['ru_nivcsw', 'times it was interrupted'],
];
const DOC = 'What getrusage returns, as a tuple and by attributes.';

/** The function, and the type of what it returns. `int` throws RAISED. */
export function createUsage(bridge: Bridge, int: (o: PyObject) => number): { method: MethodDef; type: PyObject } {
  const { capi, errors } = bridge;
  const { module } = capi;
  const newStruct = rawFunction(module, 'PyStructSequence_New');
  const setField = rawFunction(module, 'PyStructSequence_SetItem');
  const usage = new BigInt64Array(sys.RUSAGE_WORDS);
  const struct_rusage = newStructType(capi, 'resource.struct_rusage', USAGE_FIELDS, { doc: DOC });

  function resource_getrusage(_module: PyObject, o: PyObject): PyObject {
    const result = sys.getrusage(int(o), usage);
    if (result === -EINVAL) return capi.raise('ValueError', 'invalid who parameter');
    if (result < 0) return errors.setResult(result);
    const [userSeconds, userMicroseconds, seconds, microseconds, ...counters] = [...usage].map(Number) as number[];
    const struct = newStruct(struct_rusage);
    const times = [
      [userSeconds, userMicroseconds],
      [seconds, microseconds],
    ] as [number, number][];
    for (const [place, [s, us]] of times.entries()) setField(struct, place, capi.PyFloat_FromDouble(s + us / 1e6));
    for (const [place, counter] of counters.entries()) setField(struct, place + 2, capi.fromNumber(counter));
    return struct;
  }

  return {
    method: oneArg(
      'getrusage',
      resource_getrusage,
      'getrusage($module, who, /)\n--\n\nWhat the process, its children or its thread has used.',
    ),
    type: struct_rusage,
  };
}
