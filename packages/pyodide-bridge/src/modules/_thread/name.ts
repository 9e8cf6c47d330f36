/** _threadmodule.c: set_name, _get_name. */
import { writeFileSync } from 'node:fs';
import { sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { noArgs, withKeywords } from '../../capi/builtin.ts';
import type { PyObject } from '../../capi/index.ts';
import type { MethodDef } from '../../capi/methodobject.ts';
import type { Scheduler } from '../../scheduler/scheduler.ts';

/** What Linux keeps of a thread's name, in bytes. */
export const NAME_MAXLEN = 15;

/** Linux's pthread_setname_np, for a thread of this process. */
function nameTask(id: number, name: Uint8Array): void {
  writeFileSync(`/proc/self/task/${id}/comm`, Buffer.concat([name, Buffer.of(0)]));
}

/** Gives the thread that runs a name. */
export function nameThread(scheduler: Scheduler, name: Uint8Array): void {
  const thread = scheduler.current ?? scheduler.main;
  thread.name = name;
  thread.standing?.rename(name);
  // The one that stands for it, and the one that runs it.
  if (thread.isMain && thread.nativeId !== undefined) {
    for (const id of new Set([thread.nativeId, sys.gettid()])) nameTask(id, name);
  }
}

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
    nameThread(scheduler, end < 0 ? bytes : bytes.subarray(0, end));
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
