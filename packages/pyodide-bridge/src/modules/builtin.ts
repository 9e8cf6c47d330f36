/** Rows of builtins for the modules of Python (capi/clinic), whose calls get the bridge, and what their ends have in common. */
import { addressOf, constants, strerror } from '@pysock/host';
import type { Bridge } from '../bridge.ts';
import { builtinsOver } from '../capi/clinic/builtin.ts';
import type { Path } from '../capi/clinic/path.ts';
import { type PyObject, RAISED } from '../capi/index.ts';
import { descriptorPaths } from '../kernel/files/descriptor-paths.ts';

export const builtin = builtinsOver<Bridge>();

/** Sets OSError for a host errno, with the file names that it concerns. */
export function failed({ capi, errno }: Bridge, host: number, filename: PyObject = 0, filename2: PyObject = 0): 0 {
  const pair = [capi.PyLong_FromLong(errno.shown(host)), capi.strOf(strerror(host))];
  const first = filename === 0 ? [] : [capi.newRef(filename)];
  const second = filename2 === 0 ? [] : [capi.PyLong_FromLong(0), capi.newRef(filename2)];
  const args = capi.tupleOf(...pair, ...first, ...second);
  if (args === 0) return 0;
  capi.PyErr_SetObject(capi.PyExc('OSError'), args);
  capi.Py_DecRef(args);
  return 0;
}

/** None, or OSError where the result is -errno. */
export function none(bridge: Bridge, result: number, filename?: PyObject, filename2?: PyObject): PyObject {
  return result < 0 ? failed(bridge, -result, filename, filename2) : bridge.capi.none();
}

/** The number, or OSError where it is -errno. */
export function number(bridge: Bridge, result: number, filename?: PyObject): PyObject {
  return result < 0 ? failed(bridge, -result, filename) : bridge.capi.fromNumber(result);
}

/** The guest's number of a new host descriptor, or OSError where it is -errno. */
export function descriptor(bridge: Bridge, result: number): PyObject {
  return result < 0 ? failed(bridge, -result) : bridge.capi.PyLong_FromLong(bridge.descriptors.open(result));
}

/** Makes a call until no signal interrupts it; the handlers of signals run in between (PEP 475). */
export function uninterrupted(bridge: Bridge, call: () => number): number {
  for (;;) {
    const result = call();
    if (result !== -constants.EINTR) return result;
    if (bridge.checkSignals() < 0) throw RAISED;
  }
}

/** Paths that were translated for the calls that are being made: two of them at most. */
const translated: Uint8Array[] = [];

/**
 * The host address of a path's bytes, until two others have been asked for. A link at its end is followed or not as the call has
 * it. Where paths are not the host's, there is no such call.
 */
export function hostPath(bridge: Bridge, { pointer }: Pick<Path, 'pointer'>): number {
  if (!bridge.hasHostFiles()) {
    failed(bridge, constants.ENOSYS);
    throw RAISED;
  }
  const path = descriptorPaths(bridge.capi.emscripten).find(pointer, true);
  if (path === undefined) return bridge.hostMemory.address(pointer);
  translated.push(path);
  if (translated.length > 2) translated.shift();
  return addressOf(path);
}

/** The host's number of a folder's descriptor. */
export function hostFolder(bridge: Bridge, dirFd: number): number {
  return dirFd === AT_FDCWD ? AT_FDCWD : bridge.descriptors.host(dirFd);
}

export const { AT_FDCWD } = constants;
