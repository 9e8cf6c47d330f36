/**
 * mmapmodule.c: mmap_mmap_resize_impl. What mremap(2) does, by a second object: it maps the new length elsewhere, the two change
 * places in memory, and the second is given up with what was the first one's.
 */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { size } from '../../capi/clinic/converters.ts';
import { type PyObject, RAISED } from '../../capi/index.ts';
import { mappingsOf } from '../../kernel/memory/mappings.ts';
import { failed } from '../builtin.ts';
import { ACCESS_DEFAULT, ACCESS_WRITE, type Create, checkValid, type MmapObject, mmapObject } from './object.ts';

const { EINVAL, F_DUPFD_CLOEXEC, MAP_ANONYMOUS, MAP_PRIVATE, PROT_READ, PROT_WRITE } = constants;
const LAST_STANDARD = 2;

/** mmapmodule.c: is_resizeable */
function checkResizeable({ capi }: Bridge, { exports, tracksFd, access }: MmapObject): void {
  const refuse = (type: string, message: string): never => {
    capi.raise(type, message);
    throw RAISED;
  };
  if (exports > 0) refuse('BufferError', "mmap can't resize with extant buffers exported.");
  if (!tracksFd) refuse('ValueError', "mmap can't resize with trackfd=False.");
  if (access !== ACCESS_WRITE && access !== ACCESS_DEFAULT) {
    refuse('TypeError', "mmap can't resize a readonly or copy-on-write memory map.");
  }
}

/** A second object of the same kind, of another length. */
function second(bridge: Bridge, create: Create, self: PyObject, fd: number, length: number): PyObject {
  const { capi } = bridge;
  const object = mmapObject(capi, self);
  const kwargs = capi.PyDict_New();
  const numbers = {
    fileno: fd,
    length,
    flags: object.flags & ~MAP_ANONYMOUS,
    prot: PROT_READ | PROT_WRITE,
    offset: Number(object.offset),
    trackfd: 0,
  };
  for (const [name, value] of Object.entries(numbers)) {
    const o = capi.fromNumber(value);
    capi.PyDict_SetItemString(kwargs, capi.memory.literal(name), o);
    capi.Py_DecRef(o);
  }
  const empty = capi.tupleOf();
  const o = create(capi.Py_TYPE(self), empty, kwargs);
  for (const each of [empty, kwargs]) capi.Py_DecRef(each);
  return o;
}

function swap(capi: Bridge['capi'], self: PyObject, other: PyObject): void {
  const [mine, theirs] = [mmapObject(capi, self), mmapObject(capi, other)];
  const { data, size: length } = mine;
  mine.data = theirs.data;
  mine.size = theirs.size;
  theirs.data = data;
  theirs.size = length;
  capi.Py_DecRef(other);
}

/** The object over a file: longer or shorter, as the file is then. */
function resizeFile(bridge: Bridge, create: Create, self: PyObject, object: MmapObject, length: number): PyObject {
  const host = bridge.descriptors.host(object.fd);
  const cut = sys.ftruncate(host, Number(object.offset) + length);
  if (cut < 0) return failed(bridge, -cut);
  return second(bridge, create, self, object.fd, length);
}

/** One that others share, over no file: a part of the same memory. */
function shrinkShared(bridge: Bridge, create: Create, self: PyObject, object: MmapObject, length: number): PyObject {
  const { capi, descriptors } = bridge;
  const mapping = mappingsOf(capi.emscripten).at(object.data);
  if (mapping === undefined) return failed(bridge, EINVAL);
  const copy = sys.fcntl(mapping.fd, F_DUPFD_CLOEXEC, LAST_STANDARD + 1);
  if (copy < 0) return failed(bridge, -copy);
  const fd = descriptors.open(copy);
  const other = second(bridge, create, self, fd, length);
  descriptors.close(fd);
  return other;
}

/** One that nobody shares, over no file: a copy. */
function copyPrivate(bridge: Bridge, anonymous: Create, self: PyObject, object: MmapObject, length: number): PyObject {
  const { capi } = bridge;
  const other = second(bridge, anonymous, self, -1, length);
  if (other === 0) return 0;
  const { data } = mmapObject(capi, other);
  capi.module.HEAPU8.copyWithin(data, object.data, object.data + Math.min(object.size, length));
  return other;
}

/** `create` is CPython's own `tp_new`, and `anonymous` the one that makes objects over no file. */
export function resize(bridge: Bridge, create: Create, anonymous: Create, self: PyObject, newsize: PyObject): PyObject {
  const { capi } = bridge;
  const length = size.convert(bridge, newsize, { function: 'resize', parameter: 'newsize' });
  const object = mmapObject(capi, self);
  checkValid(capi, object);
  checkResizeable(bridge, object);
  if (length < 0 || length + Number(object.offset) >= 2 ** 63) {
    return capi.raise('ValueError', 'new size out of range');
  }
  const isShared = (object.flags & MAP_PRIVATE) === 0;
  if (object.fd < 0 && isShared && length > object.size) {
    return capi.raise('ValueError', "mmap: can't expand a shared anonymous mapping");
  }
  if (length === 0) return failed(bridge, EINVAL);
  let other: PyObject;
  if (object.fd >= 0) other = resizeFile(bridge, create, self, object, length);
  else if (isShared) other = shrinkShared(bridge, create, self, object, length);
  else other = copyPrivate(bridge, anonymous, self, object, length);
  if (other === 0) return 0;
  swap(capi, self, other);
  return capi.none();
}
