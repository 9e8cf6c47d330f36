/** Sockets made from descriptors. */

import { AF_UNIX, SOCK_STREAM } from '@pysock/host/constants';
import { intArgument } from '../address/arguments.ts';
import { throwResult } from '../base/errors.ts';
import { socket_dup } from '../module/descriptors.ts';
import { sock_pair } from '../module/socket-object.ts';
import { socket } from './socket.ts';

/**
 * Lib/socket.py: socketpair. Two sockets that are connected with each other.
 *
 * @throws OSError for a family that has no pairs.
 */
export function socketpair(family: number | null = null, type = SOCK_STREAM, proto = 0): [socket, socket] {
  const kind = [intArgument(family ?? AF_UNIX), intArgument(type), intArgument(proto)] as const;
  const pair = new Int32Array(2);
  const result = sock_pair(pair, ...kind);
  if (result < 0) throwResult(result);
  const [a = -1, b = -1] = pair;
  return [new socket(...kind, a), new socket(...kind, b)];
}

/**
 * Lib/socket.py: fromfd. A socket of a copy of a descriptor; the descriptor itself stays the caller's.
 *
 * @throws OSError for a descriptor that is not open.
 */
export function fromfd(fd: number, family: number, type: number, proto = 0): socket {
  return new socket(family, type, proto, socket_dup(fd));
}
