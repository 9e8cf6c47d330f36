/** resource.c: the module `resource`, which a Python in a browser has no use for: limits of the process, and what it has used. */
import { constants, moduleConstants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fastCall, noArgs, oneArg } from '../../capi/builtin.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import type { ModuleContents } from '../../capi/moduleobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { openFilesWereSet, seenOpenFiles } from '../posix/starting.ts';
import { createLimits } from './limits.ts';
import { createUsage } from './usage.ts';

const { EINVAL, EPERM, RLIMIT_NOFILE } = constants;

const PAGE_SIZE = 4096;

export function resourceModule(bridge: Bridge): ModuleContents {
  const { capi, errors } = bridge;
  const { memory, module } = capi;
  const checkPositional = rawFunction(module, '_PyArg_CheckPositional');

  const limits = new BigUint64Array(2);
  const previous = new BigUint64Array(2);

  const { int, resourceOf, readLimits, pair } = createLimits(bridge, limits);
  const usage = createUsage(bridge, int);

  function failed(result: number): PyObject {
    if (result === -EINVAL) return capi.raise('ValueError', 'current limit exceeds maximum limit');
    if (result === -EPERM) return capi.raise('ValueError', 'not allowed to raise maximum limit');
    return errors.setResult(result);
  }

  const expect = (name: string, count: number, least: number, most: number): void => {
    if (checkPositional(memory.literal(name), count, least, most) === 0) throw RAISED;
  };
  const at = (args: number, index: number): PyObject => memory.uint32(args + index * 4);

  /** The kernel's prlimit for this process, as Python sees its limits (processes/open-files.ts). */
  function ownLimits(resource: number, given: BigUint64Array | null): number {
    const result = sys.prlimit(0, resource, given, previous);
    if (result >= 0 && resource === RLIMIT_NOFILE) {
      previous[0] = seenOpenFiles(bridge, previous[0] as bigint);
      if (given !== null) openFilesWereSet(bridge);
    }
    return result;
  }

  function resource_getrlimit(_module: PyObject, o: PyObject): PyObject {
    const result = ownLimits(resourceOf(o), null);
    return result < 0 ? errors.setResult(result) : pair(previous);
  }

  function resource_setrlimit(_module: PyObject, args: number, count: number): PyObject {
    expect('setrlimit', count, 2, 2);
    const resource = resourceOf(at(args, 0));
    readLimits(at(args, 1));
    const result = ownLimits(resource, limits);
    return result < 0 ? failed(result) : capi.none();
  }

  function resource_prlimit(_module: PyObject, args: number, count: number): PyObject {
    expect('prlimit', count, 2, 3);
    const pid = int(at(args, 0));
    const resource = resourceOf(at(args, 1));
    const isAsked = count < 3 || at(args, 2) === capi.Py_None;
    if (!isAsked) readLimits(at(args, 2));
    const given = isAsked ? null : limits;
    const isOwn = pid === 0 || pid === process.pid;
    const result = isOwn ? ownLimits(resource, given) : sys.prlimit(pid, resource, given, previous);
    if (result === -EINVAL) return failed(result);
    return result < 0 ? errors.setResult(result) : pair(previous);
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
    usage.method,
    noArgs(
      'getpagesize',
      () => capi.PyLong_FromLong(PAGE_SIZE),
      'getpagesize($module, /)\n--\n\nHow many bytes a page of memory has.',
    ),
  ];

  return {
    doc: 'Limits of the process, and what it has used.',
    functions,
    constants: moduleConstants('resource'),
    // CPython's has no docstring.
    members: { __doc__: capi.none(), error: capi.newRef(capi.PyExc('OSError')), struct_rusage: usage.type },
  };
}
