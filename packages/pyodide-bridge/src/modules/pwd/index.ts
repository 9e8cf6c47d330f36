/** pwdmodule.c: the system's users. */
import { sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import type { Converter } from '../../capi/clinic/converter.ts';
import { object, uid } from '../../capi/clinic/converters.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import { newStruct, newStructType } from '../../capi/structseq.ts';
import { builtin, failed } from '../builtin.ts';
import type { PublishedContents } from '../entry.ts';

const FIELDS = [
  ['pw_name', 'the name'],
  ['pw_passwd', 'the password, encrypted or elsewhere'],
  ['pw_uid', 'the number'],
  ['pw_gid', "the number of the user's group"],
  ['pw_gecos', 'the real name'],
  ['pw_dir', 'the home folder'],
  ['pw_shell', 'the program that a login runs'],
] as const;

const types = new WeakMap<Bridge, PyObject>();

/** A name as the bytes that the database has. */
export function nameBytes({ capi }: Pick<Bridge, 'capi'>, o: PyObject): Uint8Array {
  const encoded = capi.PyUnicode_EncodeFSDefault(o);
  const bytes = encoded === 0 ? null : capi.bytesFrom(encoded);
  if (encoded !== 0) capi.Py_DecRef(encoded);
  if (bytes === null) throw RAISED;
  if (!bytes.includes(0)) return bytes;
  capi.raise('ValueError', 'embedded null byte');
  throw RAISED;
}

/** `unicode`, as Argument Clinic names it where a function has one argument. */
const name: Converter<PyObject> = {
  convert({ capi }, o, { function: call }) {
    if (capi.PyUnicode_Check(o)) return o;
    const given = capi.givenName(o);
    capi.raise('TypeError', `${call}() argument must be str, not ${given}`);
    throw RAISED;
  },
};

export function textOf({ capi }: Bridge, text: sys.Text): PyObject {
  return text === null ? capi.none() : capi.fsDecode(text);
}

/** posixmodule.c: _PyLong_FromUid, _PyLong_FromGid */
export function idOf({ capi }: Bridge, id: number): PyObject {
  return capi.fromNumber(id === 0xffffffff ? -1 : id);
}

/** pwdmodule.c: mkpwent */
function mkpwent(bridge: Bridge, user: sys.Passwd): PyObject {
  return newStruct(bridge.capi, types.get(bridge) as PyObject, [
    textOf(bridge, user.name),
    textOf(bridge, user.passwd),
    idOf(bridge, user.uid),
    idOf(bridge, user.gid),
    textOf(bridge, user.gecos),
    textOf(bridge, user.dir),
    textOf(bridge, user.shell),
  ]);
}

/** `KeyError(message)` */
export function notFound({ capi }: Bridge, message: string): 0 {
  return capi.raise('KeyError', message);
}

/** The number of a user; undefined where no user can have it. sic: then no number is in the message. */
function uidOf(bridge: Bridge, o: PyObject): number | undefined {
  const { capi } = bridge;
  try {
    return uid.convert(bridge, o, { function: 'getpwuid', parameter: 'uidobj' });
  } catch (error) {
    if (error !== RAISED || capi.PyErr_ExceptionMatches(capi.PyExc('OverflowError')) === 0) throw error;
    capi.PyErr_Clear();
    return undefined;
  }
}

const rows = [
  /** pwdmodule.c: pwd_getpwuid */
  builtin('getpwuid($module, uidobj, /)', 'The user with a number.', [object], (bridge, o) => {
    const id = uidOf(bridge, o);
    if (id === undefined) return notFound(bridge, 'getpwuid(): uid not found');
    const user = sys.getpwuid(id);
    if (typeof user === 'number') return failed(bridge, -user);
    return user === undefined ? notFound(bridge, `getpwuid(): uid not found: ${id | 0}`) : mkpwent(bridge, user);
  }),
  /** pwdmodule.c: pwd_getpwnam_impl */
  builtin('getpwnam($module, name, /)', 'The user with a name.', [name], (bridge, o) => {
    const { capi } = bridge;
    const user = sys.getpwnam(nameBytes(bridge, o));
    if (typeof user === 'number') return failed(bridge, -user);
    if (user !== undefined) return mkpwent(bridge, user);
    return notFound(bridge, `getpwnam(): name not found: ${capi.reprOf(o)}`);
  }),
  /** pwdmodule.c: pwd_getpwall_impl */
  builtin('getpwall($module, /)', 'All users, in no order.', [], (bridge) =>
    bridge.capi.listOf(sys.getpwall().map((user) => mkpwent(bridge, user))),
  ),
];

export function pwdModule(bridge: Bridge): PublishedContents {
  const { capi } = bridge;
  const type = newStructType(capi, 'pwd.struct_passwd', FIELDS, { doc: 'A user, as a tuple and by attributes.' });
  types.set(bridge, type);
  return { doc: 'The users of the system.', rows, members: { struct_passwd: capi.newRef(type) } };
}
