/**
 * timemodule.c: localtime, gmtime and ctime of a time whose year does not fit into C's. The guest's C library takes what its imports
 * have filled for a success, so these look first.
 */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import type { PyObject } from '../../capi/index.ts';
import { replaceCFunction } from '../../identity/c-function.ts';

/** No time within fits into no year. */
const CERTAIN = 6e16;

export function refuseWideTimes(bridge: Bridge): void {
  const { capi, errors } = bridge;

  /** Whether the system's C library has a date for it. What is no number is left to CPython. */
  function fits(o: PyObject, has: (time: bigint) => boolean): boolean {
    if (capi.Py_TYPE(o) !== capi.PyFloat_Type && !capi.PyLong_Check(o)) return true;
    const seconds = capi.PyFloat_AsDouble(o);
    if (Math.abs(seconds) < CERTAIN) return true;
    if (capi.PyErr_Occurred() !== 0) capi.PyErr_Clear();
    if (!(Math.abs(seconds) <= 2 ** 63)) return true;
    if (!capi.PyLong_Check(o)) return Math.abs(seconds) === 2 ** 63 || has(BigInt(Math.floor(seconds)));
    const exact = capi.memory.onStack(4, (overflow) => {
      const value = capi.PyLong_AsLongLongAndOverflow(o, overflow);
      return capi.memory.int32(overflow) === 0 ? value : undefined;
    });
    return exact === undefined || has(exact);
  }

  const ofZone = (time: bigint): boolean => sys.localtime(time) !== null;
  const functions = { localtime: ofZone, gmtime: (time: bigint) => sys.gmtime(time), ctime: ofZone };
  for (const [name, has] of Object.entries(functions)) {
    replaceCFunction(bridge, ['time', name], 'iii', (original) => (module = 0, args = 0) => {
      if (capi.PyTuple_GET_SIZE(args) === 1 && !fits(capi.PyTuple_GET_ITEM(args, 0), has)) {
        return errors.setErrno(constants.EOVERFLOW);
      }
      return original(module, args);
    });
  }
}
