/**
 * mmapmodule.c, which is CPython's own: its memory is really mapped (kernel/memory). What it lacks where it was compiled for Emscripten is
 * here: mappings of no file, `flush` of a part, `resize`, `madvise`, and a Linux's constants.
 */
import { addressOf, constants, moduleConstants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import type { Pointer, PyObject } from '../../capi/index.ts';
import { PyDescr, PyTypeObject } from '../../capi/layout.ts';
import { whenExecuted } from '../../capi/moduleobject.ts';
import { remembered } from '../../wasm/emscripten.ts';
import { failed } from '../builtin.ts';
import { advise } from './advise.ts';
import { flush } from './flush.ts';
import { type Create, type MmapObject, mmapObject } from './object.ts';
import { resize } from './resize.ts';

const { MAP_ANONYMOUS, MFD_CLOEXEC } = constants;

const NAME = Buffer.from('mmap\0');
/** mmapmodule.c: new_mmap_object */
const PARAMETERS = ['fileno', 'length', 'flags', 'prot', 'access', 'offset', 'trackfd'] as const;

/** The arguments by name; undefined where they are too many or no integers, which C refuses in its words. */
function argumentsOf({ capi }: Bridge, args: PyObject, kwargs: PyObject): Map<string, PyObject> | undefined {
  const count = capi.PyTuple_GET_SIZE(args);
  if (count > PARAMETERS.length) return undefined;
  const given = new Map<string, PyObject>();
  for (const [index, name] of PARAMETERS.entries()) {
    const o = index < count ? capi.PyTuple_GET_ITEM(args, index) : 0;
    const named = kwargs === 0 ? 0 : capi.PyDict_GetItemString(kwargs, capi.memory.literal(name));
    if (o !== 0 && named !== 0) return undefined;
    if (o !== 0 || named !== 0) given.set(name, o || named);
  }
  return given.size === count + (kwargs === 0 ? 0 : capi.PyDict_Size(kwargs)) ? given : undefined;
}

/** An integer of C's size among the arguments; undefined for anything else. */
function numberAmong({ capi }: Bridge, given: ReadonlyMap<string, PyObject>, name: string): number | undefined {
  const o = given.get(name);
  return o === undefined ? undefined : capi.exactInt(o);
}

/** A file in memory, of a length, as a descriptor of the guest's; -errno when there can be none. */
function memoryFile(bridge: Bridge, length: number): number {
  const host = sys.memfd_create(addressOf(NAME), MFD_CLOEXEC);
  if (host < 0) return host;
  const sized = sys.ftruncate(host, length);
  if (sized === 0) return bridge.descriptors.open(host);
  sys.close(host);
  return sized;
}

/** An object over a file in memory, which behaves as one over no file does. */
function createAnonymous(
  bridge: Bridge,
  create: Create,
  type: PyObject,
  given: ReadonlyMap<string, PyObject>,
): PyObject {
  const { capi, descriptors } = bridge;
  const length = numberAmong(bridge, given, 'length') as number;
  const fd = memoryFile(bridge, length);
  if (fd < 0) return failed(bridge, -fd);
  const kwargs = capi.PyDict_New();
  const set = (name: string, o: PyObject): void => {
    capi.PyDict_SetItemString(kwargs, capi.memory.literal(name), o);
    capi.Py_DecRef(o);
  };
  for (const [name, o] of given) if (name !== 'offset') set(name, capi.newRef(o));
  set('fileno', capi.PyLong_FromLong(fd));
  const flags = numberAmong(bridge, given, 'flags');
  if (flags !== undefined) set('flags', capi.fromNumber(flags & ~MAP_ANONYMOUS));
  const empty = capi.tupleOf();
  const o = create(type, empty, kwargs);
  for (const each of [empty, kwargs]) capi.Py_DecRef(each);
  descriptors.close(fd);
  if (o !== 0) forgetFile(bridge, mmapObject(capi, o));
  return o;
}

function forgetFile({ descriptors }: Bridge, object: MmapObject): void {
  if (object.fd >= 0) descriptors.close(object.fd);
  object.fd = -1;
  object.flags |= MAP_ANONYMOUS;
}

/** Replaces the function of a method of a type that C defines, for all types that are made of the same table. */
function replaceMethod(bridge: Bridge, type: PyObject, name: string, signature: string, call: Create): void {
  const { capi, define } = bridge;
  const descriptor = capi.PyObject_GetAttrString(type, capi.memory.literal(name));
  const row = remembered(capi.module, () => capi.memory.uint32(descriptor + PyDescr.d_method));
  capi.memory.setInt32(row + 4, define.callback(call as (...args: number[]) => number, signature, 0));
  capi.Py_DecRef(descriptor);
}

/** A Linux's constants. No `literal`s, as a start from the snapshot does not come here. */
function setConstants({ capi }: Bridge, mmap: PyObject): void {
  const { memory } = capi;
  const set = (name: string, o: PyObject): number =>
    memory.withCString(name, (key) => capi.PyObject_SetAttrString(mmap, key, o));
  // musl's name, and none of CPython's on a Linux with glibc.
  set('MADV_SOFT_OFFLINE', 0);
  for (const [name, value] of Object.entries(moduleConstants('mmap'))) {
    const o = capi.fromNumber(value);
    set(name, o);
    capi.Py_DecRef(o);
  }
}

export function completeMmap(bridge: Bridge): void {
  const { capi, define, errors } = bridge;
  const { memory, module } = capi;
  let create: Create | undefined;
  let replacement: Pointer = 0;

  function mmap_new(type: PyObject, args: PyObject, kwargs: PyObject): PyObject {
    const original = create as Create;
    const given = argumentsOf(bridge, args, kwargs);
    const isAnonymous = given !== undefined && numberAmong(bridge, given, 'fileno') === -1;
    const length = isAnonymous ? (numberAmong(bridge, given, 'length') ?? -1) : -1;
    if (!isAnonymous || length <= 0) {
      const made = original(type, args, kwargs);
      if (length !== 0 || made === 0) return made;
      // The kernel maps no nothing, and the guest's C library does.
      capi.Py_DecRef(made);
      return errors.setErrno(constants.EINVAL);
    }
    return createAnonymous(bridge, original, type, given);
  }

  whenExecuted(bridge, 'mmap', (mmap) => {
    const type = capi.PyObject_GetAttrString(mmap, memory.literal('mmap'));
    if (create === undefined) {
      const place = remembered(module, () => memory.int32(type + PyTypeObject.tp_new));
      create = (...args) => define.callTable(place, ...args);
      replacement = define.callback(mmap_new as (...args: number[]) => number, 'iiii', 0);
      const copy: Create = (...args) => mmap_new(...args);
      replaceMethod(bridge, type, 'resize', 'iii', (self, size) => resize(bridge, create as Create, copy, self, size));
      replaceMethod(bridge, type, 'flush', 'iiii', (self, args, count) => flush(bridge, self, args, count));
      replaceMethod(bridge, type, 'madvise', 'iiii', (self, args, count) => advise(bridge, self, args, count));
    }
    memory.setInt32(type + PyTypeObject.tp_new, replacement);
    const complete = (): void => setConstants(bridge, mmap);
    if (module.installation === undefined) complete();
    else module.installation.outside(complete);
    capi.Py_DecRef(type);
  });
}
