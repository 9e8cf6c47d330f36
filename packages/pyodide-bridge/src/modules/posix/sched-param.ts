/** posixmodule.c: the type sched_param, a struct sequence that is made of its one field. */
import type { Bridge } from '../../bridge.ts';
import type { CApi, PyObject } from '../../capi/index.ts';
import { PyTypeObject } from '../../capi/layout.ts';
import { METH_NOARGS } from '../../capi/methodobject.ts';
import { newStructType } from '../../capi/structseq.ts';
import { rawFunction, remembered } from '../../wasm/emscripten.ts';

const types = new WeakMap<object, PyObject>();

export function schedParamType(capi: CApi): PyObject {
  return types.get(capi.emscripten) as PyObject;
}

export function newSchedParam(capi: CApi, priority: number): PyObject {
  const struct = rawFunction(capi.module, 'PyStructSequence_New')(schedParamType(capi));
  if (struct !== 0) rawFunction(capi.module, 'PyStructSequence_SetItem')(struct, 0, capi.fromNumber(priority));
  return struct;
}

/** Makes the type, and adds it to `posix` and `os` as `sched_param`. */
export function installSchedParam({ capi, define, parsers }: Bridge): void {
  const { memory, module } = capi;
  const type = remembered(module, () =>
    newStructType(capi, 'posix.sched_param', [['sched_priority', 'the scheduling priority']], {
      doc: 'sched_param(sched_priority)\n--\n\nWhat sched_setparam sets.',
    }),
  );
  types.set(capi.emscripten, type);
  const parse = parsers.keywords('O:sched_param', ['sched_priority']);
  /** posixmodule.c: os_sched_param_impl */
  const create = define.callback(
    (subtype = 0, args = 0, kwargs = 0) => {
      const parsed = parse(args, kwargs);
      if (parsed === null) return 0;
      const struct = rawFunction(module, 'PyStructSequence_New')(subtype);
      if (struct === 0) return 0;
      rawFunction(module, 'PyStructSequence_SetItem')(struct, 0, capi.newRef(parsed[0] as PyObject));
      return struct;
    },
    'iiii',
    0,
  );
  memory.setInt32(type + PyTypeObject.tp_new, create);
  /** posixmodule.c: os_sched_param_reduce */
  const reduce = define.callback(
    (self = 0) => {
      const priority = capi.newRef(rawFunction(module, 'PyStructSequence_GetItem')(self, 0));
      return capi.pairOf(capi.newRef(capi.Py_TYPE(self)), capi.tupleOf(priority));
    },
    'iii',
    0,
  );
  const row = memory.malloc(16);
  const doc = memory.cString('__reduce__($self, /)\n--\n\nHelp to pickle it.');
  module.HEAPU32.set([memory.cString('__reduce__'), reduce, METH_NOARGS, doc], row >>> 2);
  const add = (): void => {
    const method = rawFunction(module, 'PyDescr_NewMethod')(type, row);
    memory.withCString('__reduce__', (key) => capi.PyObject_SetAttrString(type, key, method));
    capi.Py_DecRef(method);
    const modules = rawFunction(module, 'PyImport_GetModuleDict')();
    for (const name of ['posix', 'os']) {
      const owner = memory.withCString(name, (key) => capi.PyDict_GetItemString(modules, key));
      memory.withCString('sched_param', (key) => capi.PyObject_SetAttrString(owner, key, type));
    }
  };
  if (module.installation === undefined) add();
  else module.installation.outside(add);
}
