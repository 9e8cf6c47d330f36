/** Descriptors under Python's numbers, in a process that is about to become another program. */
import { constants, sys } from '@pysock/host';
import type { DescriptorTable } from '../kernel/descriptors/table.ts';

const { EBADF, F_SETFD, O_CLOEXEC } = constants;

/** Programs that are executed get it. 0, or -errno. */
export function inherit(descriptors: DescriptorTable, fd: number): number {
  const host = descriptors.host(fd);
  return host < 0 ? -EBADF : sys.fcntl(host, F_SETFD, 0);
}

/** dup2(2), and inheritable also where the two numbers are one. 0 or more, or -errno. */
export function moveTo(descriptors: DescriptorTable, fd: number, to: number): number {
  if (fd === to) return inherit(descriptors, fd);
  const stream = descriptors.find(fd);
  return stream === undefined ? -EBADF : descriptors.replace(stream, to, 0);
}

/** A duplicate that programs do not get, at the lowest number that is free. The number, or -errno. */
export function putAside(descriptors: DescriptorTable, fd: number): number {
  const stream = descriptors.find(fd);
  return stream === undefined ? -EBADF : descriptors.duplicate(stream, O_CLOEXEC);
}
