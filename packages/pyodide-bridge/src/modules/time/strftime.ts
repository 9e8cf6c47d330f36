/**
 * timemodule.c: time_strftime, and so datetime's. Directives of which the guest's C library has another result than the host's are the
 * host's: it returns nothing for one that it does not know, and a tuple is a time of Greenwich for it.
 */
import { sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import type { CApi, PyObject } from '../../capi/index.ts';
import { replaceCFunction } from '../../identity/c-function.ts';
import { rawFunction } from '../../wasm/emscripten.ts';

/** In these the two agree, for a year of four digits. */
const SAME = /^(?:[^%]|%[aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyY%])*$/;
const [FIRST_YEAR, LAST_YEAR] = [1000, 9999];
/** What strftime is given at once: `%` and a NUL apart, all other letters stay as they are. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: a C string ends at a NUL
const ASCII = /[\x01-\x7f]+/g;
const FIELDS = 9;

/** timemodule.c: gettmarg and checktm, of a tuple that these have found right. */
function momentOf(capi: CApi, o: PyObject): sys.Moment {
  const asLong = rawFunction(capi.module, 'PyLong_AsLong');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, weekday = 0, yearDay = 0, isSummer = 0] =
    Array.from({ length: FIELDS }, (_, index) => asLong(capi.PyTuple_GET_ITEM(o, index)));
  const fields = [second, minute, hour, day || 1, Math.max(month - 1, 0), year - 1900];
  fields.push((weekday + 1) % 7, Math.max(yearDay - 1, 0), Math.sign(isSummer));
  if (capi.tp_name(capi.Py_TYPE(o)) !== 'time.struct_time') return { fields, offset: 0, zone: undefined };
  const item = (index: number): PyObject => rawFunction(capi.module, 'PyStructSequence_GetItem')(o, index);
  const [zone, offset] = [item(FIELDS), item(FIELDS + 1)];
  return {
    fields,
    offset: offset === capi.Py_None ? 0 : asLong(offset),
    zone: (zone === capi.Py_None ? undefined : capi.stringFrom(zone)) ?? undefined,
  };
}

export function formatTimes(bridge: Bridge): void {
  const { capi } = bridge;
  replaceCFunction(bridge, ['time', 'strftime'], 'iii', (original) => (module = 0, args = 0) => {
    const guests = original(module, args);
    if (guests === 0) return 0;
    const format = capi.stringFrom(capi.PyTuple_GET_ITEM(args, 0));
    if (format === null) {
      // It has a surrogate of its own.
      capi.PyErr_Clear();
      return guests;
    }
    const moment = capi.PyTuple_GET_SIZE(args) > 1 ? momentOf(capi, capi.PyTuple_GET_ITEM(args, 1)) : sys.now();
    const year = (moment.fields[5] as number) + 1900;
    // In C datetime has years before 1000 written with four digits by the guest's library; by the host's it would have to ask for it.
    if (year > 0 && year <= LAST_YEAR && (year < FIRST_YEAR || SAME.test(format))) return guests;
    capi.Py_DecRef(guests);
    return capi.strOf(format.replace(ASCII, (run) => sys.strftime(run, moment)));
  });
}
