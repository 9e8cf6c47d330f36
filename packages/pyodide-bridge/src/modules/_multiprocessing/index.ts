/** multiprocessing.c: what Lib/multiprocessing needs of C. */
import { sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { fillBuiltins } from '../../capi/clinic/builtin.ts';
import { object } from '../../capi/clinic/converters.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import { fillModule } from '../../capi/moduleobject.ts';
import { builtin, none } from '../builtin.ts';
import { createSemLockType } from './semlock-type.ts';

const NAME = '_multiprocessing';

const rows = [
  /** multiprocessing.c: _multiprocessing_sem_unlink_impl */
  builtin('sem_unlink($module, name, /)', 'Remove the name of a semaphore.', [object], (bridge, o) => {
    const { capi } = bridge;
    if (!capi.PyUnicode_Check(o)) {
      const given = capi.givenName(o);
      return capi.raise('TypeError', `sem_unlink() argument must be str, not ${given}`);
    }
    const name = capi.stringFrom(o);
    if (name === null) throw RAISED;
    if (name.includes('\0')) return capi.raise('ValueError', 'embedded null character');
    return none(bridge, sys.sem_unlink(name));
  }),
];

export function fillMultiprocessing(bridge: Bridge, module: PyObject): void {
  const { capi } = bridge;
  const flags = capi.PyDict_New();
  for (const name of ['HAVE_SEM_OPEN', 'HAVE_SEM_TIMEDWAIT']) {
    capi.PyDict_SetItemString(flags, capi.memory.literal(name), capi.PyLong_FromLong(1));
  }
  fillModule(bridge, NAME, module, {
    doc: '',
    functions: [],
    members: { flags, SemLock: createSemLockType(bridge, module) },
  });
  const attribute = capi.memory.literal('__doc__');
  capi.PyObject_SetAttrString(module, attribute, capi.Py_None);
  fillBuiltins(bridge, bridge, NAME, module, rows);
}
