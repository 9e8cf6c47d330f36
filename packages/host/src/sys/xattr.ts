/** <sys/xattr.h>: extended attributes. Paths, names and buffers are host addresses. Results as in socket.ts. */
import { lazy, resultOf } from '../call/libc.ts';
import { watchable } from '../call/watch.ts';
import type { Address } from './file.ts';

const c = watchable({
  getxattr: lazy('int64_t getxattr(uintptr_t, uintptr_t, uintptr_t, size_t)'),
  lgetxattr: lazy('int64_t lgetxattr(uintptr_t, uintptr_t, uintptr_t, size_t)'),
  fgetxattr: lazy('int64_t fgetxattr(int, uintptr_t, uintptr_t, size_t)'),
  setxattr: lazy('int setxattr(uintptr_t, uintptr_t, uintptr_t, size_t, int)'),
  lsetxattr: lazy('int lsetxattr(uintptr_t, uintptr_t, uintptr_t, size_t, int)'),
  fsetxattr: lazy('int fsetxattr(int, uintptr_t, uintptr_t, size_t, int)'),
  removexattr: lazy('int removexattr(uintptr_t, uintptr_t)'),
  lremovexattr: lazy('int lremovexattr(uintptr_t, uintptr_t)'),
  fremovexattr: lazy('int fremovexattr(int, uintptr_t)'),
  listxattr: lazy('int64_t listxattr(uintptr_t, uintptr_t, size_t)'),
  llistxattr: lazy('int64_t llistxattr(uintptr_t, uintptr_t, size_t)'),
  flistxattr: lazy('int64_t flistxattr(int, uintptr_t, size_t)'),
});

/** A file whose attributes are meant: by descriptor, or by path, whose last part is followed or not. */
export interface XattrTarget {
  readonly fd: number;
  readonly path: Address;
  readonly follows: boolean;
}

/** A size of 0 returns how long the value is. */
export function getxattr({ fd, path, follows }: XattrTarget, name: Address, value: Address, size: number): number {
  if (path === 0) return resultOf(c.fgetxattr(fd, name, value, size));
  return resultOf((follows ? c.getxattr : c.lgetxattr)(path, name, value, size));
}

export function setxattr(target: XattrTarget, name: Address, value: Address, size: number, flags: number): number {
  const { fd, path, follows } = target;
  if (path === 0) return resultOf(c.fsetxattr(fd, name, value, size, flags));
  return resultOf((follows ? c.setxattr : c.lsetxattr)(path, name, value, size, flags));
}

export function removexattr({ fd, path, follows }: XattrTarget, name: Address): number {
  if (path === 0) return resultOf(c.fremovexattr(fd, name));
  return resultOf((follows ? c.removexattr : c.lremovexattr)(path, name));
}

/** A size of 0 returns how long the list is. */
export function listxattr({ fd, path, follows }: XattrTarget, list: Address, size: number): number {
  if (path === 0) return resultOf(c.flistxattr(fd, list, size));
  return resultOf((follows ? c.listxattr : c.llistxattr)(path, list, size));
}
