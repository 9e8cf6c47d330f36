/**
 * _threadmodule.c: set_name, _get_name.
 *
 * Differs: the kernel is not told, as it knows one thread where Python has several.
 */
import type { Bridge } from '../../bridge.ts';
import { noArgs, withKeywords } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';

/** What Linux keeps of a thread's name, in bytes. */
export const NAME_MAXLEN = 15;

export function nameFunctions(bridge: Bridge): MethodDef[] {
  const { capi, parsers, scheduler } = bridge;
  const parse = parsers.keywords('O:set_name', ['name']);

  function set_name(_module: PyObject, args: PyObject, kwargs: PyObject): PyObject {
    const parsed = parse(args, kwargs);
    if (parsed === null) return 0;
    const [name] = parsed as [PyObject];
    if (!capi.PyUnicode_Check(name)) {
      const given = capi.tp_name(capi.Py_TYPE(name));
      return capi.raise('TypeError', `set_name() argument 'name' must be str, not ${given}`);
    }
    const encoded = capi.PyUnicode_AsEncodedString(name, capi.memory.literal('utf-8'), capi.memory.literal('replace'));
    if (encoded === 0) return 0;
    const length = Math.min(capi.PyBytes_GET_SIZE(encoded), NAME_MAXLEN);
    const bytes = capi.memory.copyOut(capi.PyBytes_AS_STRING(encoded), length);
    capi.Py_DecRef(encoded);
    const end = bytes.indexOf(0);
    (scheduler.current ?? scheduler.main).name = end < 0 ? bytes : bytes.subarray(0, end);
    return capi.none();
  }

  return [
    withKeywords('set_name', set_name, 'set_name($module, /, name)\n--\n\nName this thread.'),
    noArgs(
      '_get_name',
      () => capi.fsDecode((scheduler.current ?? scheduler.main).name),
      "_get_name($module, /)\n--\n\nThis thread's name.",
    ),
  ];
}
