/** grpmodule.c: the system's groups of users. */
import { sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import type { Converter } from '../../capi/clinic/converter.ts';
import { gid } from '../../capi/clinic/converters.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import { newStruct, newStructType } from '../../capi/structseq.ts';
import { builtin, failed } from '../builtin.ts';
import type { PublishedContents } from '../entry.ts';
import { idOf, nameBytes, notFound, textOf } from '../pwd/index.ts';

const FIELDS = [
  ['gr_name', 'the name'],
  ['gr_passwd', 'the password, encrypted'],
  ['gr_gid', 'the number'],
  ['gr_mem', "the members' names"],
] as const;

const types = new WeakMap<Bridge, PyObject>();

/** grpmodule.c: mkgrent */
function mkgrent(bridge: Bridge, group: sys.Group): PyObject {
  const { capi } = bridge;
  return newStruct(capi, types.get(bridge) as PyObject, [
    textOf(bridge, group.name),
    textOf(bridge, group.passwd),
    idOf(bridge, group.gid),
    capi.listOf(group.members.map((member) => capi.fsDecode(member))),
  ]);
}

const name: Converter<PyObject> = {
  convert({ capi }, o, { function: call, parameter }) {
    if (capi.PyUnicode_Check(o)) return o;
    const given = capi.givenName(o);
    capi.raise('TypeError', `${call}() argument '${parameter}' must be str, not ${given}`);
    throw RAISED;
  },
};

const rows = [
  /** grpmodule.c: grp_getgrgid_impl */
  builtin('getgrgid($module, /, id)', 'The group with a number.', [gid], (bridge, id) => {
    const group = sys.getgrgid(id);
    if (typeof group === 'number') return failed(bridge, -group);
    return group === undefined ? notFound(bridge, `getgrgid(): gid not found: ${id | 0}`) : mkgrent(bridge, group);
  }),
  /** grpmodule.c: grp_getgrnam_impl */
  builtin('getgrnam($module, /, name)', 'The group with a name.', [name], (bridge, o) => {
    const group = sys.getgrnam(nameBytes(bridge, o));
    if (typeof group === 'number') return failed(bridge, -group);
    if (group !== undefined) return mkgrent(bridge, group);
    return notFound(bridge, `getgrnam(): name not found: ${bridge.capi.reprOf(o)}`);
  }),
  /** grpmodule.c: grp_getgrall_impl */
  builtin('getgrall($module, /)', 'All groups, in no order.', [], (bridge) =>
    bridge.capi.listOf(sys.getgrall().map((group) => mkgrent(bridge, group))),
  ),
];

export function grpModule(bridge: Bridge): PublishedContents {
  const { capi } = bridge;
  const type = newStructType(capi, 'grp.struct_group', FIELDS, { doc: 'A group, as a tuple and by attributes.' });
  types.set(bridge, type);
  return { doc: 'The groups of users of the system.', rows, members: { struct_group: capi.newRef(type) } };
}
