/** timemodule.c: the clocks of computing time, which the guest's C library has not. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { noArgs, varArgs } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { addMember, memberOf } from '../../capi/moduleobject.ts';

export function clockFunctions(bridge: Bridge): MethodDef[] {
  const { capi, errors } = bridge;
  const get_clock_info = memberOf(capi, 'time', 'get_clock_info');

  function nanoseconds(id: number): bigint | null {
    const result = sys.clock_gettime(id);
    if (result < 0) errors.setErrno(-result);
    return result < 0 ? null : (sys.timespec[0] as bigint) * 1_000_000_000n + (sys.timespec[1] as bigint);
  }

  const clock = (name: string, id: number, doc: string): MethodDef[] => [
    noArgs(
      name,
      () => {
        const found = nanoseconds(id);
        return found === null ? 0 : capi.PyFloat_FromDouble(Number(found) / 1e9);
      },
      `${name}() -> float\n\n${doc}, in seconds.`,
    ),
    noArgs(
      `${name}_ns`,
      () => {
        const found = nanoseconds(id);
        return found === null ? 0 : capi.PyLong_FromLongLong(found);
      },
      `${name}_ns() -> int\n\n${doc}, in nanoseconds.`,
    ),
  ];

  /** Named by what they read; time_get_clock_info */
  const clocks: Readonly<Record<string, string>> = {
    process_time: 'CLOCK_PROCESS_CPUTIME_ID',
    thread_time: 'CLOCK_THREAD_CPUTIME_ID',
  };

  function time_get_clock_info(_module: PyObject, args: PyObject): PyObject {
    if (capi.PyTuple_GET_SIZE(args) !== 1) return capi.PyObject_CallObject(get_clock_info, args);
    const name = capi.PyTuple_GET_ITEM(args, 0);
    const text = capi.PyUnicode_Check(name) ? capi.stringFrom(name) : null;
    if (text === null) capi.PyErr_Clear();
    const id = text === null || !Object.hasOwn(clocks, text) ? undefined : clocks[text];
    const monotonic = id === undefined ? name : capi.strOf('monotonic');
    const info = capi.PyObject_CallOneArg(get_clock_info, monotonic);
    if (id === undefined) return info;
    capi.Py_DecRef(monotonic);
    if (info === 0) return 0;
    addMember(capi, info, 'implementation', capi.strOf(`clock_gettime(${id})`));
    return info;
  }

  /** timemodule.c: time_pthread_getcpuclockid. All of Python's threads compute in one of the system's. */
  function time_pthread_getcpuclockid(_module: PyObject, args: PyObject): PyObject {
    const count = capi.PyTuple_GET_SIZE(args);
    if (count !== 1) {
      return capi.raise('TypeError', `pthread_getcpuclockid() takes exactly 1 argument (${count} given)`);
    }
    const o = capi.PyTuple_GET_ITEM(args, 0);
    if (!capi.PyLong_Check(o)) {
      return capi.raise(
        'TypeError',
        `pthread_getcpuclockid() argument 1 must be int, not ${capi.tp_name(capi.Py_TYPE(o))}`,
      );
    }
    const id = new Int32Array(1);
    const result = sys.threadClock(id);
    return result < 0 ? errors.setErrno(-result) : capi.fromNumber(id[0] as number);
  }

  return [
    ...clock('process_time', constants.CLOCK_PROCESS_CPUTIME_ID as number, 'The time that the process has computed'),
    ...clock('thread_time', constants.CLOCK_THREAD_CPUTIME_ID as number, 'The time that the thread has computed'),
    varArgs(
      'pthread_getcpuclockid',
      time_pthread_getcpuclockid,
      'pthread_getcpuclockid(thread_id)->int\n\nThe number of the clock of a thread that is named by its identity (threading.get_ident).',
    ),
    varArgs('get_clock_info', time_get_clock_info, 'get_clock_info(name: str) -> dict\n\nWhat a clock is.'),
  ];
}
