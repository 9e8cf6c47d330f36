/** posixmodule.c: os_times_impl */
import { moduleConstants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { noArgs } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import { memberOf } from '../../capi/moduleobject.ts';
import { rawFunction } from '../../wasm/emscripten.ts';

export function timesFunctions({ capi }: Bridge): MethodDef[] {
  const { module } = capi;
  const newStruct = rawFunction(module, 'PyStructSequence_New');
  const setField = rawFunction(module, 'PyStructSequence_SetItem');
  const times_result = memberOf(capi, 'posix', 'times_result');

  function os_times(): PyObject {
    const elapsed = sys.times();
    const ticks = sys.sysconf(moduleConstants('sysconf').SC_CLK_TCK as number).value;
    const struct = newStruct(times_result);
    const fields = [...[...sys.tms].map(Number), elapsed];
    for (const [place, field] of fields.entries()) setField(struct, place, capi.PyFloat_FromDouble(field / ticks));
    return struct;
  }

  const doc = 'times($module, /)\n--\n\nReturn a collection containing process timing information.';
  return [noArgs('times', os_times, doc)];
}
