/** posixmodule.c: os_utime_impl: when a file was read and changed, in nanoseconds. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { optional } from '../../capi/clinic/converter.ts';
import { bool, object } from '../../capi/clinic/converters.ts';
import { DEFAULT_DIR_FD, dirFd, type Path, pathOrFd } from '../../capi/clinic/path.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { builtin, hostFolder, hostPath, none } from '../builtin.ts';

const ROUND_FLOOR = 0;
const BILLION = 1_000_000_000;
/** Room for a `time_t` and a `long` of the guest's. */
const TIMESPEC = 16;

function refuse({ capi }: Bridge, type: string, message: string): never {
  capi.raise(type, message);
  throw RAISED;
}

type Timespec = readonly [seconds: bigint, nanoseconds: bigint];

/** pytime.c: _PyTime_ObjectToTimespec */
function fromSeconds({ capi }: Bridge, o: PyObject): Timespec {
  const convert = rawFunction(capi.module, '_PyTime_ObjectToTimespec');
  return capi.memory.onStack(TIMESPEC, (place) => {
    if (convert(o, place, place + 8, ROUND_FLOOR) !== 0) throw RAISED;
    const view = new DataView(capi.module.HEAPU8.buffer, place, TIMESPEC);
    return [view.getBigInt64(0, true), BigInt(view.getInt32(8, true))] as const;
  });
}

/** posixmodule.c: split_py_long_to_s_and_ns */
function fromNanoseconds(bridge: Bridge, o: PyObject): Timespec {
  const { capi } = bridge;
  const billion = capi.fromNumber(BILLION);
  const divided = rawFunction(capi.module, 'PyNumber_Divmod')(o, billion);
  capi.Py_DecRef(billion);
  if (divided === 0) throw RAISED;
  try {
    if (!capi.PyTuple_Check(divided) || capi.PyTuple_GET_SIZE(divided) !== 2) {
      const [type, given] = [capi.tp_name(capi.Py_TYPE(o)), capi.tp_name(capi.Py_TYPE(divided))];
      refuse(bridge, 'TypeError', `${type}.__divmod__() must return a 2-tuple, not ${given}`);
    }
    const asLongLong = rawFunction<(o: PyObject) => bigint>(capi.module, 'PyLong_AsLongLong');
    const at = (index: number): bigint => {
      const value = asLongLong(capi.PyTuple_GET_ITEM(divided, index));
      if (value === -1n && capi.PyErr_Occurred() !== 0) throw RAISED;
      return value;
    };
    return [at(0), at(1)];
  } finally {
    capi.Py_DecRef(divided);
  }
}

/** Last access and last change; null is now. */
function timesOf(bridge: Bridge, times: PyObject, ns: PyObject): BigInt64Array | null {
  const { capi } = bridge;
  const isGiven = times !== 0 && times !== capi.Py_None;
  if (isGiven && ns !== 0) {
    refuse(bridge, 'ValueError', "utime: you may specify either 'times' or 'ns' but not both");
  }
  if (!isGiven && ns === 0) return null;
  const pair = isGiven ? times : ns;
  if (!capi.PyTuple_CheckExact(pair) || capi.PyTuple_GET_SIZE(pair) !== 2) {
    const message = isGiven
      ? "utime: 'times' must be either a tuple of two ints or None"
      : "utime: 'ns' must be a tuple of two ints";
    refuse(bridge, 'TypeError', message);
  }
  const read = isGiven ? fromSeconds : fromNanoseconds;
  const [access, change] = [0, 1].map((index) => read(bridge, capi.PyTuple_GET_ITEM(pair, index)));
  return BigInt64Array.from([...(access as Timespec), ...(change as Timespec)]);
}

/** posixmodule.c: path_and_dir_fd_invalid, fd_and_follow_symlinks_invalid */
function checkTogether(bridge: Bridge, file: Path, folder: number, follows: boolean): void {
  if (file.pointer !== 0) return;
  if (folder !== DEFAULT_DIR_FD) refuse(bridge, 'ValueError', "utime: can't specify dir_fd without matching path");
  if (!follows) refuse(bridge, 'ValueError', 'utime: cannot use fd and follow_symlinks together');
}

export const utimeFunction = builtin(
  'utime($module, /, path, times=None, *, ns=<unrepresentable>,\n      dir_fd=None, follow_symlinks=True)',
  'Set when a file was last read and last changed: in seconds, in nanoseconds, or to now.',
  [pathOrFd, optional(object, 0), optional(object, 0), dirFd, optional(bool, true)],
  (bridge, file, times, ns, folder, follows) => {
    const { capi, descriptors } = bridge;
    const timespecs = timesOf(bridge, times, ns);
    checkTogether(bridge, file, folder, follows);
    const [first, second] = [times || capi.Py_None, ns || capi.Py_None];
    const audited = folder === DEFAULT_DIR_FD ? -1 : folder;
    if (!capi.audit('os.utime', 'OOOi', file.object, first, second, audited)) return 0;
    if (file.pointer === 0) return none(bridge, sys.futimens(descriptors.host(file.fd), timespecs), file.object);
    const flags = follows ? 0 : constants.AT_SYMLINK_NOFOLLOW;
    const result = sys.utimensat(hostFolder(bridge, folder), hostPath(bridge, file), timespecs, flags);
    return none(bridge, result, file.object);
  },
);
