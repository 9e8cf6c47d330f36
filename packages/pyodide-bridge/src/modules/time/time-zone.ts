/** timemodule.c: tzset and the module's constants of the time zone. */
import { sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { noArgs } from '../../capi/builtin.ts';
import type { CApi, PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { addMember } from '../../capi/moduleobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';

/** Seconds, as timemodule.c has them. */
const YEAR = BigInt((365 * 24 + 6) * 3600);
const TM_GMTOFF = 10;
const LONGEST_NAME = 9;

interface Season {
  readonly name: string;
  /** Seconds west of Greenwich. */
  readonly west: number;
}

function season(time: bigint): Season {
  const name = sys.localtime(time) ?? '';
  return { name: name.slice(0, LONGEST_NAME), west: -(sys.tm[TM_GMTOFF] as number) };
}

/** timemodule.c: init_timezone: what January and July of about this year have. */
export function setTimeZone(capi: CApi, time: PyObject): void {
  const year = (BigInt(Math.floor(Date.now() / 1000)) / YEAR) * YEAR;
  const [january, july] = [season(year), season(year + YEAR / 2n)];
  const isSouthern = january.west < july.west;
  const [standard, summer] = isSouthern ? [july, january] : [january, july];
  addMember(capi, time, 'timezone', capi.fromNumber(standard.west));
  addMember(capi, time, 'altzone', capi.fromNumber(summer.west));
  addMember(capi, time, 'daylight', capi.PyLong_FromLong(Number(standard.west !== summer.west)));
  addMember(capi, time, 'tzname', capi.pairOf(capi.strOf(standard.name), capi.strOf(summer.name)));
}

export function timeZoneFunctions({ capi }: Bridge): MethodDef[] {
  const { memory, module } = capi;
  const getenv = rawFunction(module, 'getenv');

  /** timemodule.c: time_tzset. `self` is the module. */
  function time_tzset(self: PyObject): PyObject {
    const zone = memory.withCString('TZ', (name) => getenv(name));
    sys.useTimeZone(zone === 0 ? undefined : memory.stringAt(zone));
    setTimeZone(capi, self);
    return capi.none();
  }

  return [noArgs('tzset', time_tzset, 'tzset()\n\nRead the time zone from the environment variable TZ again.')];
}

/** What the module has from the process that made the memory snapshot. */
export function renewTimeZone(capi: CApi): void {
  const modules = rawFunction(capi.module, 'PyImport_GetModuleDict')();
  setTimeZone(capi, capi.PyDict_GetItemString(modules, capi.memory.literal('time')));
}
