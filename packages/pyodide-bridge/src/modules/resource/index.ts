/** resource.c: the module `resource`, which a Python in a browser has no use for: limits of the process, and what it has used. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall, noArgs, oneArg } from '../../capi/builtin.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import type { ModuleContents } from '../../capi/moduleobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';

const { EINVAL, EPERM } = constants;

/** Linux's, which are the same on all its systems that Node runs on. */
const RESOURCES = {
  RLIMIT_CPU: 0,
  RLIMIT_FSIZE: 1,
  RLIMIT_DATA: 2,
  RLIMIT_STACK: 3,
  RLIMIT_CORE: 4,
  RLIMIT_RSS: 5,
  RLIMIT_NPROC: 6,
  RLIMIT_NOFILE: 7,
  RLIMIT_OFILE: 7,
  RLIMIT_MEMLOCK: 8,
  RLIMIT_AS: 9,
  RLIMIT_SIGPENDING: 11,
  RLIMIT_MSGQUEUE: 12,
  RLIMIT_NICE: 13,
  RLIMIT_RTPRIO: 14,
  RLIMIT_RTTIME: 15,
};
const RLIM_NLIMITS = 16;
const RLIM_INFINITY = 2n ** 64n - 1n;
const PAGE_SIZE = 4096;

/** struct_rusage_fields: the two times, then the counters in the order of `struct rusage`. */
const USAGE_FIELDS =
  'utime stime maxrss ixrss idrss isrss minflt majflt nswap inblock oublock msgsnd msgrcv nsignals nvcsw nivcsw'
    .split(' ')
    .map((name) => `ru_${name}`);

export function resourceModule(bridge: Bridge): ModuleContents {
  const { capi, errors } = bridge;
  const { memory, module } = capi;
  const asInt = rawFunction(module, 'PyLong_AsInt');
  const checkPositional = rawFunction(module, '_PyArg_CheckPositional');
  const asUnsigned = rawFunction<(o: PyObject) => bigint>(module, 'PyLong_AsUnsignedLongLong');
  const asTuple = rawFunction(module, 'PySequence_Tuple');
  const newStruct = rawFunction(module, 'PyStructSequence_New');
  const setField = rawFunction(module, 'PyStructSequence_SetItem');

  const limits = new BigUint64Array(2);
  const previous = new BigUint64Array(2);
  const usage = new BigInt64Array(sys.RUSAGE_WORDS);

  function newStructType(name: string, fields: readonly string[]): PyObject {
    const rows = memory.malloc((fields.length + 1) * 8);
    module.HEAPU32.set([...fields.flatMap((field) => [memory.literal(field), 0]), 0, 0], rows >>> 2);
    const description = memory.malloc(16);
    module.HEAPU32.set([memory.literal(name), 0, rows, fields.length], description >>> 2);
    return rawFunction(module, 'PyStructSequence_NewType')(description);
  }
  const struct_rusage = newStructType('resource.struct_rusage', USAGE_FIELDS);

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

  function failed(result: number): PyObject {
    if (result === -EINVAL) return capi.raise('ValueError', 'current limit exceeds maximum limit');
    if (result === -EPERM) return capi.raise('ValueError', 'not allowed to raise maximum limit');
    return errors.setResult(result);
  }

  const expect = (name: string, count: number, least: number, most: number): void => {
    if (checkPositional(memory.literal(name), count, least, most) === 0) throw RAISED;
  };
  const at = (args: number, index: number): PyObject => memory.uint32(args + index * 4);

  function resource_getrlimit(_module: PyObject, o: PyObject): PyObject {
    const result = sys.prlimit(0, resourceOf(o), null, previous);
    return result < 0 ? errors.setResult(result) : pair(previous);
  }

  function resource_setrlimit(_module: PyObject, args: number, count: number): PyObject {
    expect('setrlimit', count, 2, 2);
    const resource = resourceOf(at(args, 0));
    readLimits(at(args, 1));
    const result = sys.prlimit(0, resource, limits, null);
    return result < 0 ? failed(result) : capi.none();
  }

  function resource_prlimit(_module: PyObject, args: number, count: number): PyObject {
    expect('prlimit', count, 2, 3);
    const pid = int(at(args, 0));
    const resource = resourceOf(at(args, 1));
    const isAsked = count < 3 || at(args, 2) === capi.Py_None;
    if (!isAsked) readLimits(at(args, 2));
    const result = sys.prlimit(pid, resource, isAsked ? null : limits, previous);
    if (result === -EINVAL) return failed(result);
    return result < 0 ? errors.setResult(result) : pair(previous);
  }

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

  const functions: MethodDef[] = [
    oneArg(
      'getrlimit',
      resource_getrlimit,
      'getrlimit($module, resource, /)\n--\n\nA pair: the limit that holds for a resource, and how far it may be raised.',
    ),
    fastCall(
      'setrlimit',
      resource_setrlimit,
      'setrlimit($module, resource, limits, /)\n--\n\nSet the limit of a resource, and how far it may be raised.',
    ),
    fastCall(
      'prlimit',
      resource_prlimit,
      "prlimit($module, pid, resource, limits=None, /)\n--\n\nSet or get a process's limit of a resource. Returns what it was.",
    ),
    oneArg(
      'getrusage',
      resource_getrusage,
      'getrusage($module, who, /)\n--\n\nWhat the process, its children or its thread has used.',
    ),
    noArgs(
      'getpagesize',
      () => capi.PyLong_FromLong(PAGE_SIZE),
      'getpagesize($module, /)\n--\n\nHow many bytes a page of memory has.',
    ),
  ];

  return {
    doc: 'Limits of the process, and what it has used.',
    functions,
    constants: { ...RESOURCES, RLIM_INFINITY: -1, RUSAGE_SELF: 0, RUSAGE_CHILDREN: -1, RUSAGE_THREAD: 1 },
    members: { error: capi.newRef(capi.PyExc('OSError')), struct_rusage },
  };
}
