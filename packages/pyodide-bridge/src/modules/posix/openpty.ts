/** posixmodule.c: os_openpty_impl: both ends of a new pseudo-terminal. */
import { addressOf, constants, sys } from '@pysock/host';
import type { HostFd } from '@pysock/host/call';
import { builtin, failed } from '../builtin.ts';

const { AT_FDCWD, O_CLOEXEC, O_NOCTTY, O_RDWR } = constants;
/** Longer than `/dev/pts/` with any number. */
const LONGEST_NAME = 64;

/** <pty.h>: openpty, of which only glibc 2.34 and later have it in the library that Node is linked with. The slave, or -errno. */
function openSlave(master: number): number {
  const name = new Uint8Array(LONGEST_NAME);
  const failure = sys.grantpt(master) || sys.unlockpt(master) || sys.ptsname_r(master, name);
  return failure < 0 ? failure : sys.openat(AT_FDCWD, addressOf(name), O_RDWR | O_NOCTTY | O_CLOEXEC, 0);
}

/** Both ends on the host, which no program gets that is executed, or -errno. */
export function openPair(): readonly [master: HostFd, slave: HostFd] | number {
  const master = sys.posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (master < 0) return master;
  const slave = openSlave(master);
  if (slave >= 0) return [master, slave];
  sys.close(master);
  return slave;
}

export const openptyFunctions = [
  builtin(
    'openpty($module, /)',
    'Make a pseudo-terminal. Returns the descriptors of its master and its slave.',
    [],
    (bridge) => {
      const { capi, descriptors } = bridge;
      const ends = openPair();
      if (typeof ends === 'number') return failed(bridge, -ends);
      const [master, slave] = ends;
      return capi.pairOf(capi.PyLong_FromLong(descriptors.open(master)), capi.PyLong_FromLong(descriptors.open(slave)));
    },
  ),
];
