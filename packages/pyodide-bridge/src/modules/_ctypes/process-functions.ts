/** prctl.h, string.h and others: functions that act on the thread that Python runs in, or whose words have another size. */
import { constants, strerror, sys } from '@pysock/host';
import { type CFunction, foreignFunction, resultOf } from '@pysock/host/call';
import { nameThread } from '../_thread/name.ts';
import { nativeIdOf } from '../_thread/native-id.ts';
import type { Special } from './special.ts';

const { EFAULT, EINVAL, ENOSYS, PR_GET_CHILD_SUBREAPER, PR_GET_NAME, PR_GET_PDEATHSIG, PR_GET_TSC, PR_SET_NAME } =
  constants;

/** What Linux keeps of a thread's name, with the NUL. */
const NAME_SIZE = 16;

/** Their second argument is an address. */
const WITH_ADDRESS: ReadonlySet<number> = new Set([
  PR_SET_NAME,
  PR_GET_NAME,
  PR_GET_PDEATHSIG,
  PR_GET_TSC,
  PR_GET_CHILD_SUBREAPER,
]);

/** All their arguments are numbers. */
const WITH_NUMBERS: ReadonlySet<number> = new Set([
  constants.PR_SET_PDEATHSIG,
  constants.PR_GET_DUMPABLE,
  constants.PR_SET_DUMPABLE,
  constants.PR_GET_KEEPCAPS,
  constants.PR_SET_KEEPCAPS,
  constants.PR_GET_TIMING,
  constants.PR_GET_SECCOMP,
  constants.PR_CAPBSET_READ,
  constants.PR_CAPBSET_DROP,
  constants.PR_GET_SECUREBITS,
  constants.PR_SET_SECUREBITS,
  constants.PR_SET_TIMERSLACK,
  constants.PR_GET_TIMERSLACK,
  constants.PR_TASK_PERF_EVENTS_DISABLE,
  constants.PR_TASK_PERF_EVENTS_ENABLE,
  constants.PR_MCE_KILL_GET,
  constants.PR_SET_PTRACER,
  constants.PR_SET_CHILD_SUBREAPER,
  constants.PR_SET_NO_NEW_PRIVS,
  constants.PR_GET_NO_NEW_PRIVS,
  constants.PR_SET_THP_DISABLE,
  constants.PR_GET_THP_DISABLE,
  constants.PR_CAP_AMBIENT,
  constants.PR_GET_SPECULATION_CTRL,
]);

let bound: CFunction | undefined;

function callPrctl(option: number, args: readonly (bigint | number)[]): number {
  bound ??= foreignFunction('prctl', 'int', ['int', 'int64_t', 'int64_t', 'int64_t', 'int64_t']);
  return bound === undefined ? -ENOSYS : resultOf(bound(option, ...args));
}

const prctl: Special = ({ scheduler, capi }, { int, long, address, pointer }) => {
  const option = int(0);
  if (option === PR_SET_NAME) {
    if (pointer(1) === 0) return -EFAULT;
    const bytes = capi.memory.copyOut(pointer(1), NAME_SIZE - 1);
    const end = bytes.indexOf(0);
    nameThread(scheduler, end < 0 ? bytes : bytes.subarray(0, end));
    return 0;
  }
  const { name } = scheduler.current ?? scheduler.main;
  if (option === PR_GET_NAME && name.length > 0) {
    if (pointer(1) === 0) return -EFAULT;
    const bytes = new Uint8Array(NAME_SIZE);
    bytes.set(name);
    capi.memory.copyIn(pointer(1), bytes);
    return 0;
  }
  if (WITH_ADDRESS.has(option)) return callPrctl(option, [address(1), long(2), long(3), long(4)]);
  return WITH_NUMBERS.has(option) ? callPrctl(option, [1, 2, 3, 4].map(long)) : -EINVAL;
};

/** string.h: GNU's strerror_r, and strerror: the host's texts. */
const strerrorOf: Special = ({ capi }, { int }) => capi.memory.literal(strerror(int(0)));

const strerror_r: Special = ({ capi }, { int, uint, pointer }) => {
  const size = uint(2);
  if (size > 0) capi.module.stringToUTF8(strerror(int(0)), pointer(1), size);
  return pointer(1);
};

const gettid: Special = ({ scheduler }) => nativeIdOf(scheduler.current ?? scheduler.main);

/** By a number, any call with any address: none of them reaches the kernel. */
const syscall: Special = () => -ENOSYS;

const time: Special = ({ capi }, { pointer }) => {
  const seconds = Math.floor(Date.now() / 1000);
  if (pointer(0) !== 0) capi.memory.setInt64(pointer(0), seconds);
  return seconds;
};

/** Two words of C's long, as ctypes has it: what programs declare `struct timespec` and `struct timeval` to be. */
const longs = (words: ArrayLike<bigint | number>): readonly number[] => [Number(words[0]), Number(words[1])];

const clock =
  (read: (id: number) => number): Special =>
  ({ capi }, { int, pointer }) => {
    const result = read(int(0));
    if (result < 0) return result;
    if (pointer(1) === 0) return 0;
    const [low = 0, , nanoseconds = 0] = sys.timespecWords;
    capi.module.HEAP32.set([low, nanoseconds], pointer(1) >>> 2);
    return 0;
  };

const gettimeofday: Special = ({ capi }, { pointer }) => {
  const result = sys.clock_gettime(constants.CLOCK_REALTIME);
  if (result < 0) return result;
  const [low = 0, , nanoseconds = 0] = sys.timespecWords;
  if (pointer(0) !== 0) capi.module.HEAP32.set(longs([low, Math.floor(nanoseconds / 1000)]), pointer(0) >>> 2);
  return 0;
};

export const processFunctions: Readonly<Record<string, Special>> = {
  prctl,
  strerror: strerrorOf,
  strerror_r,
  gettid,
  syscall,
  time,
  clock_gettime: clock(sys.clock_gettime),
  clock_getres: clock(sys.clock_getres),
  gettimeofday,
  raise: (_bridge, { int }) => sys.kill(process.pid, int(0)),
};
