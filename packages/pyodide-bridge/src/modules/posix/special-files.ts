/** posixmodule.c: descriptors that no path names: memory, timers, processes; and random bytes. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { optional } from '../../capi/clinic/converter.ts';
import { double, fildes, fsString, int, maskedUnsigned, object, size } from '../../capi/clinic/converters.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { builtin, descriptor, failed, uninterrupted } from '../builtin.ts';

const { EINVAL, MFD_CLOEXEC, TFD_CLOEXEC } = constants;
const SECOND = 1_000_000_000n;

/** pytime.c: _PyTime_FromDouble, rounding down. */
function nanosecondsOf({ capi }: Bridge, seconds: number): bigint {
  const nanoseconds = Math.floor(seconds * 1e9);
  if (nanoseconds >= -(2 ** 63) && nanoseconds < 2 ** 63) return BigInt(nanoseconds);
  capi.raise('OverflowError', 'timestamp out of range for C PyTime_t');
  throw RAISED;
}

/** `long_long`, in the words of PyLong_AsLongLong */
function longLongOf({ capi }: Bridge, o: PyObject): bigint {
  const value = rawFunction<(o: PyObject) => bigint>(capi.module, 'PyLong_AsLongLong')(o);
  if (value === -1n && capi.PyErr_Occurred() !== 0) throw RAISED;
  return value;
}

/** Seconds and nanoseconds, both rounded down: what is negative the kernel refuses. */
function timespecOf(nanoseconds: bigint): [bigint, bigint] {
  const rest = ((nanoseconds % SECOND) + SECOND) % SECOND;
  return [(nanoseconds - rest) / SECOND, rest];
}

type Unit = (bridge: Bridge, seconds: bigint, nanoseconds: bigint) => PyObject;

const asFloat: Unit = ({ capi }, seconds, nanoseconds) =>
  capi.PyFloat_FromDouble(Number(seconds) + Number(nanoseconds) * 1e-9);
const asNanoseconds: Unit = ({ capi }, seconds, nanoseconds) =>
  capi.PyLong_FromLongLong(seconds * SECOND + nanoseconds);

/** posixmodule.c: build_itimerspec: the time that is left, then the interval. */
function pairOf(bridge: Bridge, value: BigInt64Array, unit: Unit): PyObject {
  const [intervalSeconds = 0n, interval = 0n, seconds = 0n, nanoseconds = 0n] = value;
  return bridge.capi.pairOf(unit(bridge, seconds, nanoseconds), unit(bridge, intervalSeconds, interval));
}

function setTimer(
  bridge: Bridge,
  fd: number,
  flags: number,
  [initial, interval]: [bigint, bigint],
  unit: Unit,
): PyObject {
  const value = BigInt64Array.from([...timespecOf(interval), ...timespecOf(initial)]);
  const previous = new BigInt64Array(4);
  const result = sys.timerfd_settime(bridge.descriptors.host(fd), flags, value, previous);
  return result < 0 ? failed(bridge, -result) : pairOf(bridge, previous, unit);
}

function getTimer(bridge: Bridge, fd: number, unit: Unit): PyObject {
  const value = new BigInt64Array(4);
  const result = sys.timerfd_gettime(bridge.descriptors.host(fd), value);
  return result < 0 ? failed(bridge, -result) : pairOf(bridge, value, unit);
}

export const specialFileFunctions = [
  /** posixmodule.c: os_memfd_create_impl */
  builtin(
    'memfd_create($module, /, name, flags=MFD_CLOEXEC)',
    'Make a file that lies in memory and has no path.',
    [fsString, optional(maskedUnsigned, MFD_CLOEXEC)],
    (bridge, name, flags) => descriptor(bridge, sys.memfd_create(bridge.hostMemory.address(name.pointer), flags)),
  ),
  /** posixmodule.c: os_getrandom_impl */
  builtin(
    'getrandom($module, /, size, flags=0)',
    "Random bytes of the kernel's. There may be fewer than asked for.",
    [size, optional(int, 0)],
    (bridge, length, flags) => {
      const { capi, hostMemory } = bridge;
      if (length < 0) return failed(bridge, EINVAL);
      const bytes = capi.PyBytes_FromStringAndSize(0, length);
      if (bytes === 0) return 0;
      try {
        const result = uninterrupted(bridge, () =>
          sys.getrandom(hostMemory.address(capi.PyBytes_AS_STRING(bytes)), length, flags),
        );
        if (result >= 0) return capi.PyBytes_Resize(bytes, result);
        failed(bridge, -result);
      } catch (error) {
        if (error !== RAISED) throw error;
      }
      capi.Py_DecRef(bytes);
      return 0;
    },
  ),
  /** posixmodule.c: os_timerfd_create_impl */
  builtin(
    'timerfd_create($module, clockid, /, *, flags=0)',
    'Make a timer that is read from like a file. No program that is executed inherits it.',
    [int, optional(int, TFD_CLOEXEC)],
    (bridge, clock, flags) => descriptor(bridge, sys.timerfd_create(clock, flags | TFD_CLOEXEC)),
  ),
  /** posixmodule.c: os_timerfd_settime_impl */
  builtin(
    'timerfd_settime($module, fd, /, *, flags=0, initial=0.0, interval=0.0)',
    'Set a timer, in seconds. Returns what it was before: the time that was left, and the interval.',
    [fildes, optional(int, 0), optional(double, 0), optional(double, 0)],
    (bridge, fd, flags, initial, interval) =>
      setTimer(bridge, fd, flags, [nanosecondsOf(bridge, initial), nanosecondsOf(bridge, interval)], asFloat),
  ),
  /** posixmodule.c: os_timerfd_settime_ns_impl */
  builtin(
    'timerfd_settime_ns($module, fd, /, *, flags=0, initial=0, interval=0)',
    'Set a timer, in nanoseconds. Returns what it was before: the time that was left, and the interval.',
    [fildes, optional(int, 0), optional(object, 0), optional(object, 0)],
    (bridge, fd, flags, initial, interval) => {
      const [first, repeated] = [initial, interval].map((o) => (o === 0 ? 0n : longLongOf(bridge, o)));
      return setTimer(bridge, fd, flags, [first as bigint, repeated as bigint], asNanoseconds);
    },
  ),
  /** posixmodule.c: os_timerfd_gettime_impl */
  builtin(
    'timerfd_gettime($module, fd, /)',
    'The seconds that a timer has left, and its interval.',
    [fildes],
    (bridge, fd) => getTimer(bridge, fd, asFloat),
  ),
  /** posixmodule.c: os_timerfd_gettime_ns_impl */
  builtin(
    'timerfd_gettime_ns($module, fd, /)',
    'The nanoseconds that a timer has left, and its interval.',
    [fildes],
    (bridge, fd) => getTimer(bridge, fd, asNanoseconds),
  ),
  /** posixmodule.c: os_pidfd_open_impl */
  builtin(
    'pidfd_open($module, /, pid, flags=0)',
    'A descriptor that stands for a process, and is readable when it has ended.',
    [int, optional(maskedUnsigned, 0)],
    (bridge, pid, flags) => descriptor(bridge, sys.pidfd_open(pid, flags)),
  ),
];
