/** <utmp.h>: login_tty: a process that has just been forked, in a session of its own with a terminal. */
import { constants, sys } from '@pysock/host';
import type { DescriptorTable } from '../kernel/descriptors/table.ts';
import { moveTo } from './guest-descriptors.ts';

const STANDARD = [0, 1, 2];

/** Makes a terminal, which is Python's descriptor `slave`, the process's own and its standard streams. 0, or -errno. */
export function becomeTerminal(descriptors: DescriptorTable, slave: number): number {
  sys.setsid();
  const controls = sys.ioctlNumber(descriptors.host(slave), constants.TIOCSCTTY, 0);
  if (controls < 0) return controls;
  for (const stream of STANDARD) {
    const moved = moveTo(descriptors, slave, stream);
    if (moved < 0) return moved;
  }
  return STANDARD.includes(slave) ? 0 : descriptors.close(slave);
}
