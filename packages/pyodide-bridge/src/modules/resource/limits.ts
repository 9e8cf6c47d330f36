/** resource.c: py2rlim, py2rlimit, rlimit2py: limits between Python and the kernel. */
import { constants } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import { rawFunction } from '../../wasm/emscripten.ts';

const { RLIM_NLIMITS } = constants;
const RLIM_INFINITY = 2n ** 64n - 1n;

/** `limits` is where those that are read lie. Failures are thrown as RAISED. */
export function createLimits({ capi }: Bridge, limits: BigUint64Array) {
  const { memory, module } = capi;
  const asInt = rawFunction(module, 'PyLong_AsInt');
  const asUnsigned = rawFunction<(o: PyObject) => bigint>(module, 'PyLong_AsUnsignedLongLong');
  const asTuple = rawFunction(module, 'PySequence_Tuple');

  function int(o: PyObject): number {
    const value = asInt(o);
    if (value === -1 && capi.PyErr_Occurred() !== 0) throw RAISED;
    return value;
  }

  function refuse(type: string, message: string): never {
    capi.raise(type, message);
    throw RAISED;
  }

  function resourceOf(o: PyObject): number {
    const resource = int(o);
    return resource >= 0 && resource < RLIM_NLIMITS ? resource : refuse('ValueError', 'invalid resource specified');
  }

  /** resource.c: py2rlim */
  function limitOf(o: PyObject): bigint {
    const index = capi.PyNumber_Index(o);
    if (index === 0) throw RAISED;
    const [value, sign] = memory.onStack(4, (overflow) => [
      capi.PyLong_AsLongLongAndOverflow(index, overflow),
      memory.int32(overflow),
    ]) as [bigint, number];
    const limit = sign > 0 ? asUnsigned(index) : value;
    capi.Py_DecRef(index);
    if (sign > 0 && capi.PyErr_Occurred() !== 0) {
      refuse('OverflowError', 'Python int too large to convert to C rlim_t');
    }
    if (sign < 0 || (sign === 0 && value < -1n)) refuse('ValueError', 'Cannot convert negative int');
    return BigInt.asUintN(64, limit);
  }

  /** resource.c: py2rlimit */
  function readLimits(o: PyObject): void {
    const pair = asTuple(o);
    if (pair === 0) throw RAISED;
    try {
      if (capi.PyTuple_Size(pair) !== 2) refuse('ValueError', 'expected a tuple of 2 integers');
      for (const place of [0, 1]) limits[place] = limitOf(capi.PyTuple_GetItem(pair, place));
    } finally {
      capi.Py_DecRef(pair);
    }
  }

  const toPython = (limit: bigint): PyObject =>
    limit === RLIM_INFINITY ? capi.PyLong_FromLong(-1) : capi.PyLong_FromUnsignedLongLong(limit);

  /** resource.c: rlimit2py */
  const pair = (of: BigUint64Array): PyObject => {
    const [soft = 0n, hard = 0n] = of;
    return capi.tupleOf(toPython(soft), toPython(hard));
  };

  return { int, resourceOf, readLimits, pair };
}
