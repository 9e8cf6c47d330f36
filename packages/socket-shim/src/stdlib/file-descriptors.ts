/** Sending open descriptors to another process, over an AF_UNIX socket. */

import { SCM_RIGHTS, SOL_SOCKET } from '@pysock/host/constants';
import type { SockAddr } from '../address/index.ts';
import { CMSG_LEN } from '../module/messages.ts';
import type { SocketType } from '../module/socket.ts';
import type { BytesLike } from '../module/socket-arguments.ts';

const SIZE_OF_INT = Int32Array.BYTES_PER_ELEMENT;

/**
 * Lib/socket.py: send_fds. Sends data together with open descriptors; answers how many bytes of the data were sent.
 *
 * sic: `flags` and `address` are there and not used.
 */
export function send_fds(
  sock: SocketType,
  buffers: Iterable<BytesLike>,
  fds: Iterable<number>,
  _flags = 0,
  _address: unknown = null,
): number {
  return sock.sendmsg(buffers, [[SOL_SOCKET, SCM_RIGHTS, Int32Array.from(fds)]]);
}

/**
 * Lib/socket.py: recv_fds. Receives at most `bufsize` bytes and at most `maxfds` descriptors, which are the caller's to close.
 *
 * sic: `flags` is there and not used.
 */
export function recv_fds(
  sock: SocketType,
  bufsize: number,
  maxfds: number,
  _flags = 0,
): [data: Uint8Array, fds: number[], msg_flags: number, address: SockAddr] {
  const [data, ancdata, flags, address] = sock.recvmsg(bufsize, CMSG_LEN(maxfds * SIZE_OF_INT));
  const fds: number[] = [];
  for (const [level, type, bytes] of ancdata) {
    if (level !== SOL_SOCKET || type !== SCM_RIGHTS) continue;
    const whole = bytes.length - (bytes.length % SIZE_OF_INT);
    fds.push(...new Int32Array(bytes.slice(0, whole).buffer));
  }
  return [data, fds, flags, address];
}
