/** Calls that know no MSG_DONTWAIT, made without blocking: the descriptor's mode is changed around them. */
import { constants, sys } from '@pysock/host';

const { F_GETFL, O_NONBLOCK } = constants;

/** Makes a call on a host descriptor that is in non-blocking mode meanwhile. */
export function withoutBlocking(fd: number, call: () => number): number {
  const flags = Math.max(sys.fcntl(fd, F_GETFL), 0);
  if ((flags & O_NONBLOCK) !== 0) return call();
  sys.setFlagsForNow(fd, flags | O_NONBLOCK);
  const result = call();
  sys.setFlagsForNow(fd, flags);
  return result;
}
