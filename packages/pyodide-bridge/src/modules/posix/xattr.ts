/** posixmodule.c: extended attributes. */
import { constants, sys } from '@pysock/host';
import type { Bridge } from '../../bridge.ts';
import { optional } from '../../capi/clinic/converter.ts';
import { bool, buffer, int } from '../../capi/clinic/converters.ts';
import { type Path, path, pathFdOrNone, pathOrFd } from '../../capi/clinic/path.ts';
import type { PyObject } from '../../capi/index.ts';
import { rawFunction } from '../../wasm/emscripten.ts';
import { builtin, failed, hostPath, none } from '../builtin.ts';

const { ERANGE } = constants;

/** linux/limits.h: XATTR_SIZE_MAX, XATTR_LIST_MAX; the sizes that are tried first. */
const MOST = 65536;
const FIRST = 256;

function target(bridge: Bridge, file: Path, follows: boolean) {
  if (file.pointer !== 0) return { fd: -1, path: hostPath(bridge, file), follows };
  return { fd: bridge.descriptors.host(file.fd), path: 0, follows };
}

/** posixmodule.c: fd_and_follow_symlinks_invalid */
function isInvalid({ capi }: Bridge, name: string, file: Path, follows: boolean): boolean {
  if (file.fd < 0 || follows) return false;
  capi.raise('ValueError', `${name}: cannot use fd and follow_symlinks together`);
  return true;
}

/** Bytes of a length that is known when they have been read. `read` fails with ERANGE where the room is too small. */
function readBytes(bridge: Bridge, file: Path, read: (address: number, size: number) => number): PyObject {
  const { capi, hostMemory } = bridge;
  for (const size of [FIRST, MOST]) {
    const bytes = capi.PyBytes_FromStringAndSize(0, size);
    if (bytes === 0) return 0;
    const length = read(hostMemory.address(capi.PyBytes_AS_STRING(bytes)), size);
    if (length >= 0) return capi.PyBytes_Resize(bytes, length);
    capi.Py_DecRef(bytes);
    if (length !== -ERANGE || size === MOST) return failed(bridge, -length, file.object);
  }
  return 0;
}

/** posixmodule.c: os_listxattr_impl, which makes a list of the names that end with a NUL each. */
function listNames({ capi }: Bridge, bytes: PyObject): PyObject {
  const start = capi.PyBytes_AS_STRING(bytes);
  const text = capi.memory.copyOut(start, capi.PyBytes_GET_SIZE(bytes));
  const names: PyObject[] = [];
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf(0, at);
    names.push(capi.fsDecode(text.subarray(at, end)));
    at = end + 1;
  }
  return capi.listOf(names);
}

export const xattrFunctions = [
  /** posixmodule.c: os_getxattr_impl */
  builtin(
    'getxattr($module, /, path, attribute, *, follow_symlinks=True)',
    'The value of an extended attribute.',
    [pathOrFd, path, optional(bool, true)],
    (bridge, file, attribute, follows) => {
      if (isInvalid(bridge, 'getxattr', file, follows)) return 0;
      if (!bridge.capi.audit('os.getxattr', 'OO', file.object, attribute.object)) return 0;
      return readBytes(bridge, file, (address, size) =>
        sys.getxattr(target(bridge, file, follows), hostPath(bridge, attribute), address, size),
      );
    },
  ),
  /** posixmodule.c: os_setxattr_impl */
  builtin(
    'setxattr($module, /, path, attribute, value, flags=0, *,\n         follow_symlinks=True)',
    'Set an extended attribute.',
    [pathOrFd, path, buffer, optional(int, 0), optional(bool, true)],
    (bridge, file, attribute, value, flags, follows) => {
      if (isInvalid(bridge, 'setxattr', file, follows)) return 0;
      const { capi, hostMemory } = bridge;
      const { pointer, length } = value;
      if (!capi.audit('os.setxattr', 'OOy#i', file.object, attribute.object, pointer, length, flags)) return 0;
      const name = hostPath(bridge, attribute);
      const result = sys.setxattr(target(bridge, file, follows), name, hostMemory.address(pointer), length, flags);
      return none(bridge, result, file.object);
    },
  ),
  /** posixmodule.c: os_removexattr_impl */
  builtin(
    'removexattr($module, /, path, attribute, *, follow_symlinks=True)',
    'Remove an extended attribute.',
    [pathOrFd, path, optional(bool, true)],
    (bridge, file, attribute, follows) => {
      if (isInvalid(bridge, 'removexattr', file, follows)) return 0;
      if (!bridge.capi.audit('os.removexattr', 'OO', file.object, attribute.object)) return 0;
      const result = sys.removexattr(target(bridge, file, follows), hostPath(bridge, attribute));
      return none(bridge, result, file.object);
    },
  ),
  /** posixmodule.c: os_listxattr_impl */
  builtin(
    'listxattr($module, /, path=None, *, follow_symlinks=True)',
    'The names of all extended attributes. None is the current folder.',
    [optional(pathFdOrNone, undefined), optional(bool, true)],
    (bridge, given, follows) => {
      const { capi } = bridge;
      const file = given ?? { pointer: capi.memory.literal('.'), fd: -1, object: 0, held: [] };
      if (isInvalid(bridge, 'listxattr', file, follows)) return 0;
      if (!capi.audit('os.listxattr', 'O', file.object || capi.Py_None)) return 0;
      const bytes = readBytes(bridge, file, (address, size) =>
        sys.listxattr(target(bridge, file, follows), address, size),
      );
      if (bytes === 0) return 0;
      const names = listNames(bridge, bytes);
      rawFunction(capi.module, 'Py_DecRef')(bytes);
      return names;
    },
  ),
];
