/**
 * The clocks and the local time of the guest's C library: the host's. It imports them, and Emscripten's have milliseconds and
 * JavaScript's names of time zones.
 */
import { sys } from '@pysock/host';
import type { EmscriptenModule, Pointer } from '../capi/index.ts';
import { remembered } from '../wasm/emscripten.ts';
import { createErrnoMap } from './errno.ts';

type Imports = Record<string, (...args: never[]) => unknown>;

/** Where C keeps the names of the zone: TZNAME_MAX bytes each. */
interface ZoneNames {
  standard: Pointer;
  summer: Pointer;
}

const zones = new WeakMap<object, ZoneNames>();
/** Of emscripten's tzset: the longest name, and the NUL. */
const TZNAME_MAX = 16;
/** `struct tm` in the guest: nine ints, then tm_gmtoff. */
const TM_INTS = 9;
const TM_YEAR = 5;
const TM_ISDST = 8;
const LAST_YEAR = 2 ** 31 - 1900 - 1;

/** The words of a 64-bit number of nanoseconds. */
function setNanoseconds(words: Uint32Array, pointer: Pointer): void {
  const [low = 0, high = 0, nanoseconds = 0] = sys.timespecWords;
  const seconds = high * 2 ** 32 + (low >>> 0);
  // In two parts, which doubles hold: 1e9 is 15258 * 65536 + 51712.
  const rest = seconds * 51712 + nanoseconds;
  const upper = seconds * 15258 + Math.floor(rest / 65536);
  words[pointer >>> 2] = ((upper % 65536) * 65536 + (rest % 65536)) >>> 0;
  words[(pointer >>> 2) + 1] = Math.floor(upper / 65536) >>> 0;
}

export function installTimeImports(imports: Imports, module: EmscriptenModule): void {
  const errno = createErrnoMap(module);
  const names: ZoneNames = { standard: 0, summer: 0 };
  zones.set(module, names);
  const readTimeZone = imports._tzset_js as (...pointers: number[]) => unknown;

  function clock(result: number, pointer: Pointer): number {
    if (result < 0) return errno.guest(-result);
    setNanoseconds(module.HEAPU32, pointer >>> 0);
    return 0;
  }

  function setName(pointer: Pointer, name: string): void {
    if (pointer !== 0) module.stringToUTF8(name, pointer, TZNAME_MAX + 1);
  }

  function writeTm(pointer: Pointer): void {
    const at = pointer >>> 2;
    module.HEAP32.set(sys.tm.subarray(0, TM_INTS), at);
    module.HEAP32[at + TM_INTS] = sys.tm[TM_INTS + 1] as number;
  }

  /** C takes what it is given for a success: a year that no date of Python's has. */
  function writeNoYear(pointer: Pointer): void {
    const at = pointer >>> 2;
    module.HEAP32.fill(0, at, at + TM_INTS);
    module.HEAP32[at + TM_YEAR] = LAST_YEAR;
  }

  Object.assign(imports, {
    clock_time_get: (id: number, _precision: bigint, pointer: Pointer) => clock(sys.clock_gettime(id), pointer),
    clock_res_get: (id: number, pointer: Pointer) => clock(sys.clock_getres(id), pointer),
    _tzset_js(timezone: Pointer, daylight: Pointer, standard: Pointer, summer: Pointer) {
      names.standard = standard >>> 0;
      names.summer = summer >>> 0;
      readTimeZone(timezone, daylight, standard, summer);
    },
    _gmtime_js(time: bigint, pointer: Pointer) {
      if (sys.gmtime(time)) writeTm(pointer >>> 0);
      else writeNoYear(pointer >>> 0);
    },
    /** C takes the zone's name from `tzname`, by tm_isdst. */
    _localtime_js(time: bigint, pointer: Pointer) {
      const zone = sys.localtime(time);
      if (zone === null) {
        writeNoYear(pointer >>> 0);
        return;
      }
      writeTm(pointer >>> 0);
      setName((sys.tm[TM_ISDST] as number) > 0 ? names.summer : names.standard, zone);
    },
    _mktime_js(pointer: Pointer) {
      sys.tm.set(module.HEAP32.subarray(pointer >>> 2, (pointer >>> 2) + TM_INTS));
      const time = sys.mktime();
      writeTm(pointer >>> 0);
      return time;
    },
  });
}

/** Keeps where the names lie: C says it once, before a memory snapshot is made. */
export function keepZoneNames(module: EmscriptenModule, emscripten: EmscriptenModule): void {
  const names = zones.get(emscripten);
  if (names === undefined) return;
  names.standard = remembered(module, () => names.standard);
  names.summer = remembered(module, () => names.summer);
}
