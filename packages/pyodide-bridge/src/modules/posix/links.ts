/** posixmodule.c: entries of folders, and what may be done with them. */
import { constants, sys } from '@pysock/host';
import { optional } from '../../capi/clinic/converter.ts';
import { bool, device, gid, int, uid } from '../../capi/clinic/converters.ts';
import { dirFd, type Path, path } from '../../capi/clinic/path.ts';
import type { CApi } from '../../capi/index.ts';
import { isGuestPath } from '../../kernel/files/guest-paths.ts';
import { AT_FDCWD, builtin, hostFolder, hostPath, none } from '../builtin.ts';

const { AT_EACCESS, AT_SYMLINK_FOLLOW, AT_SYMLINK_NOFOLLOW, S_IFIFO } = constants;
const MODE = 0o666;
const NODE_MODE = 0o600;

export const linkFunctions = [
  /** posixmodule.c: os_link_impl */
  builtin(
    "link($module, /, src, dst, *, src_dir_fd=None, dst_dir_fd=None,\n     follow_symlinks=(os.name != 'nt'))",
    'Give a file another name. A symbolic link is followed, unless follow_symlinks is false.',
    [path, path, dirFd, dirFd, optional(bool, true)],
    (bridge, src, dst, srcFolder, dstFolder, follow) => {
      if (!bridge.capi.audit('os.link', 'OOii', src.object, dst.object, audited(srcFolder), audited(dstFolder)))
        return 0;
      const flags = follow ? AT_SYMLINK_FOLLOW : 0;
      const [from, to] = [hostFolder(bridge, srcFolder), hostFolder(bridge, dstFolder)];
      const result = sys.linkat(from, hostPath(bridge, src), to, hostPath(bridge, dst), flags);
      return none(bridge, result, src.object, dst.object);
    },
  ),
  /** posixmodule.c: os_symlink_impl */
  builtin(
    'symlink($module, /, src, dst, target_is_directory=False, *, dir_fd=None)',
    'Make dst a symbolic link to src.',
    [path, path, optional(bool, false), dirFd],
    (bridge, src, dst, _isDirectory, folder) => {
      if (!bridge.capi.audit('os.symlink', 'OOi', src.object, dst.object, audited(folder))) return 0;
      const result = sys.symlinkat(hostPath(bridge, src), hostFolder(bridge, folder), hostPath(bridge, dst));
      return none(bridge, result, src.object, dst.object);
    },
  ),
  /** posixmodule.c: os_mkfifo_impl. sic: the error has no file name. */
  builtin(
    'mkfifo($module, /, path, mode=438, *, dir_fd=None)',
    'Make a named pipe.',
    [path, optional(int, MODE), dirFd],
    (bridge, name, mode, folder) =>
      none(bridge, sys.mknodat(hostFolder(bridge, folder), hostPath(bridge, name), mode | S_IFIFO, 0)),
  ),
  /** posixmodule.c: os_mknod_impl. sic: the error has no file name. */
  builtin(
    'mknod($module, /, path, mode=384, device=0, *, dir_fd=None)',
    'Make an ordinary file, a named pipe or a device, as the mode says. Devices have a number (makedev).',
    [path, optional(int, NODE_MODE), optional(device, 0n), dirFd],
    (bridge, name, mode, rdev, folder) =>
      none(bridge, sys.mknodat(hostFolder(bridge, folder), hostPath(bridge, name), mode, rdev)),
  ),
  /** posixmodule.c: os_access_impl. Never raises what the system says. */
  builtin(
    'access($module, /, path, mode, *, dir_fd=None, effective_ids=False,\n       follow_symlinks=True)',
    'Whether the file exists and the user has the rights of mode: F_OK, or R_OK, W_OK and X_OK together.',
    [path, int, dirFd, optional(bool, false), optional(bool, true)],
    (bridge, name, mode, folder, isEffective, follow) => {
      const { capi } = bridge;
      if (bridge.hasHostFiles() && isGuestPath(capi.module, name.pointer))
        return capi.PyBool_FromLong(isThere(capi, name));
      const flags = (isEffective ? AT_EACCESS : 0) | (follow ? 0 : AT_SYMLINK_NOFOLLOW);
      const result = sys.faccessat(hostFolder(bridge, folder), hostPath(bridge, name), mode, flags);
      return capi.PyBool_FromLong(result === 0);
    },
  ),
  /** posixmodule.c: os_lchown_impl */
  builtin(
    'lchown($module, /, path, uid, gid)',
    'Change the owner and the group of a file; a symbolic link is not followed.',
    [path, uid, gid],
    (bridge, name, user, group) => {
      if (!bridge.capi.audit('os.chown', 'OIIi', name.object, user, group, -1)) return 0;
      const result = sys.fchownat(AT_FDCWD, hostPath(bridge, name), user, group, AT_SYMLINK_NOFOLLOW);
      return none(bridge, result, name.object);
    },
  ),
  /** posixmodule.c: os_chroot_impl */
  builtin('chroot($module, /, path)', "Make a folder the process's root.", [path], (bridge, name) =>
    none(bridge, sys.chroot(hostPath(bridge, name)), name.object),
  ),
];

/** Whether there is a file of Pyodide's own, which everybody may read and change. */
function isThere({ module, memory }: CApi, { pointer }: Path): boolean {
  const analyze = module.FS.analyzePath as (path: string) => { exists: boolean };
  return analyze(memory.stringAt(pointer)).exists;
}

/** How a folder descriptor is audited. */
function audited(folder: number): number {
  return folder === AT_FDCWD ? -1 : folder;
}
