/** Functions on the descriptors of sockets. */

import { ECONNRESET, F_DUPFD_CLOEXEC } from '@pysock/host/constants';
import * as sys from '@pysock/host/sys';
import { intArgument } from '../address/arguments.ts';
import { throwResult } from '../base/errors.ts';

/** socketmodule.c: socket_close. Closes the descriptor of a socket. */
export function socket_close(fd: number): void {
  const closed = sys.close(intArgument(fd));
  if (closed < 0 && closed !== -ECONNRESET) throwResult(closed);
}

/** socketmodule.c: socket_dup. A new descriptor of the same socket, not inheritable. */
export function socket_dup(fd: number): number {
  const copy = sys.fcntl(intArgument(fd), F_DUPFD_CLOEXEC, 0);
  return copy < 0 ? throwResult(copy) : copy;
}
