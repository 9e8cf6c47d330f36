/** posixshmem.c: shared memory by name. */
import { sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { type Converter, optional } from '../../capi/clinic/converter.ts';
import { int } from '../../capi/clinic/converters.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import { builtin, failed, none, uninterrupted } from '../builtin.ts';
import type { PublishedContents } from '../entry.ts';

/** `unicode`, as Argument Clinic names it. */
function unicode(words: string): Converter<PyObject> {
  return {
    convert({ capi }, o, { function: call }) {
      if (capi.PyUnicode_Check(o)) return o;
      const given = capi.givenName(o);
      capi.raise('TypeError', `${call}() ${words} must be str, not ${given}`);
      throw RAISED;
    },
  };
}

function nameOf({ capi }: Bridge, o: PyObject): string {
  const name = capi.stringFrom(o);
  if (name === null) throw RAISED;
  if (!name.includes('\0')) return name;
  capi.raise('ValueError', 'embedded null character');
  throw RAISED;
}

const ALL = 0o777;

const rows = [
  /** posixshmem.c: _posixshmem_shm_open_impl */
  builtin(
    'shm_open($module, /, path, flags, mode=511)',
    'Open shared memory. Returns a descriptor.',
    [unicode('argument 1'), int, optional(int, ALL)],
    (bridge, path, flags, mode) => {
      const name = nameOf(bridge, path);
      const result = uninterrupted(bridge, () => sys.shm_open(name, flags, mode));
      if (result < 0) return failed(bridge, -result, path);
      return bridge.capi.PyLong_FromLong(bridge.descriptors.open(result));
    },
  ),
  /** posixshmem.c: _posixshmem_shm_unlink_impl */
  builtin(
    'shm_unlink($module, path, /)',
    'Remove the name of shared memory. The memory stays while it is mapped.',
    [unicode('argument')],
    (bridge, path) => {
      const name = nameOf(bridge, path);
      return none(
        bridge,
        uninterrupted(bridge, () => sys.shm_unlink(name)),
        path,
      );
    },
  ),
];

export function posixshmemModule(): PublishedContents {
  return { doc: 'Shared memory by name.', rows };
}
