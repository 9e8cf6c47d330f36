/** resource.c: resource_getrusage: what the process, its children or its thread has used. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { oneArg } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';

const { EINVAL } = constants;

/** struct_rusage_fields: the two times, then the counters in the order of `struct rusage`. */
const USAGE_FIELDS =
  'utime stime maxrss ixrss idrss isrss minflt majflt nswap inblock oublock msgsnd msgrcv nsignals nvcsw nivcsw'
    .split(' ')
    .map((name) => `ru_${name}`);

function newStructType({ capi }: Bridge, name: string, fields: readonly string[]): PyObject {
  const { memory, module } = capi;
  const rows = memory.malloc((fields.length + 1) * 8);
  module.HEAPU32.set([...fields.flatMap((field) => [memory.literal(field), 0]), 0, 0], rows >>> 2);
  const description = memory.malloc(16);
  module.HEAPU32.set([memory.literal(name), 0, rows, fields.length], description >>> 2);
  return rawFunction(module, 'PyStructSequence_NewType')(description);
}

/** The function, and the type of what it returns. `int` throws RAISED. */
export function createUsage(bridge: Bridge, int: (o: PyObject) => number): { method: MethodDef; type: PyObject } {
  const { capi, errors } = bridge;
  const { module } = capi;
  const newStruct = rawFunction(module, 'PyStructSequence_New');
  const setField = rawFunction(module, 'PyStructSequence_SetItem');
  const usage = new BigInt64Array(sys.RUSAGE_WORDS);
  const struct_rusage = newStructType(bridge, 'resource.struct_rusage', USAGE_FIELDS);

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
