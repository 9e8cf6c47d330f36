/** What decides, besides readiness, whether a call on a socket blocks. Asking the kernel takes three system calls, so it is asked rarely. */
import { constants, sys } from '@pysock/host';
import type { SocketObject } from '@pysock/socket-shim/internals';

const { F_GETFL, O_NONBLOCK, SO_RCVTIMEO, SO_SNDTIMEO, SOL_SOCKET } = constants;

/** `plain`: a call blocks, without a limit of the file's. `limited`: it blocks for some time. */
export type FileMode = 'plain' | 'limited' | 'nonblocking';

const timeval = new BigInt64Array(2);
const length = new Int32Array(1);

function hasLimit(fd: number, option: number): boolean {
  length[0] = timeval.byteLength;
  const found = sys.getsockoptUnseen(fd, SOL_SOCKET, option, timeval, length);
  return found >= 0 && (timeval[0] !== 0n || timeval[1] !== 0n);
}

/** For a socket without a timeout of Python's. */
export function fileMode(s: SocketObject): FileMode {
  const { sock_fd } = s;
  const changes = sys.modeChanges();
  if (s.plainFd === sock_fd && s.plainAt === changes && !sys.areFilesShared()) return 'plain';
  const flags = sys.fcntl(sock_fd, F_GETFL);
  if (flags >= 0 && (flags & O_NONBLOCK) !== 0) return 'nonblocking';
  if (hasLimit(sock_fd, SO_RCVTIMEO) || hasLimit(sock_fd, SO_SNDTIMEO)) return 'limited';
  s.plainFd = sock_fd;
  s.plainAt = changes;
  return 'plain';
}
