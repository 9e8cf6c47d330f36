/** timemodule.c: clock_gettime and its family, of any clock that the host has. */
import { sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall, oneArg } from '../../capi/builtin.ts';
import { type Pointer, type PyObject, RAISED } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';

const ROUND_HALF_EVEN = 2;

export function systemClockFunctions(bridge: Bridge): MethodDef[] {
  const { capi, errors, parsers } = bridge;
  const { memory, module } = capi;
  const fromSeconds = rawFunction(module, '_PyTime_FromSecondsObject');
  const checkPositional = rawFunction(module, '_PyArg_CheckPositional');
  const parseId = parsers.positional('i:clock_getres');

  /** time_clock_settime, time_clock_settime_ns */
  function settime(args: Pointer, count: number, name: string, read: (o: PyObject) => bigint): PyObject {
    if (checkPositional(memory.literal(name), count, 2, 2) === 0) return 0;
    const id = parsers.PyLong_AsInt(memory.uint32(args));
    if (id === null) return 0;
    const time = read(memory.uint32(args + 4));
    const result = sys.clock_settime(id, time);
    return result < 0 ? errors.setErrno(-result) : capi.none();
  }

  const ofSeconds = (o: PyObject): bigint =>
    memory.onStack(8, (pointer) => {
      if (fromSeconds(pointer, o, ROUND_HALF_EVEN) < 0) throw RAISED;
      return new DataView(module.HEAPU8.buffer).getBigInt64(pointer, true);
    });
  const ofNanoseconds = (o: PyObject): bigint => {
    const value = memory.onStack(4, (overflow) => {
      const found = capi.PyLong_AsLongLongAndOverflow(o, overflow);
      if (memory.int32(overflow) !== 0) capi.raise('OverflowError', 'timestamp out of range for platform time_t');
      return found;
    });
    if (capi.PyErr_Occurred() !== 0) throw RAISED;
    return value;
  };

  const found = (): bigint => (sys.timespec[0] as bigint) * 1_000_000_000n + (sys.timespec[1] as bigint);
  const asFloat = (): PyObject => capi.PyFloat_FromDouble(Number(found()) / 1e9);

  /** timemodule.c: time_clockid_converter */
  function gettime(o: PyObject, show: () => PyObject): PyObject {
    const id = parsers.PyLong_AsInt(o);
    if (id === null) {
      capi.PyErr_Clear();
      return capi.raise('TypeError', `clk_id should be integer, not ${capi.tp_name(capi.Py_TYPE(o))}`);
    }
    const result = sys.clock_gettime(id);
    return result < 0 ? errors.setErrno(-result) : show();
  }

  /** timemodule.c: time_clock_getres */
  function time_clock_getres(_module: PyObject, args: Pointer, count: number): PyObject {
    const parsed = parseId(args, count) as [number] | null;
    if (parsed === null) return 0;
    const result = sys.clock_getres(...parsed);
    return result < 0 ? errors.setErrno(-result) : asFloat();
  }

  return [
    oneArg(
      'clock_gettime',
      (_module, o) => gettime(o, asFloat),
      'clock_gettime($module, clk_id, /)\n--\n\nA clock, in seconds.',
    ),
    oneArg(
      'clock_gettime_ns',
      (_module, o) => gettime(o, () => capi.PyLong_FromLongLong(found())),
      'clock_gettime_ns($module, clk_id, /)\n--\n\nA clock, in nanoseconds.',
    ),
    fastCall(
      'clock_getres',
      time_clock_getres,
      'clock_getres(clk_id) -> float\n\nThe resolution of a clock, in seconds.',
    ),
    fastCall(
      'clock_settime',
      (_module, args, count) => settime(args, count, 'clock_settime', ofSeconds),
      'clock_settime(clk_id, time)\n\nSet a clock, in seconds.',
    ),
    fastCall(
      'clock_settime_ns',
      (_module, args, count) => settime(args, count, 'clock_settime_ns', ofNanoseconds),
      'clock_settime_ns(clk_id, time)\n\nSet a clock, in nanoseconds.',
    ),
  ];
}
