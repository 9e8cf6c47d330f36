/** Connections: bind, listen, accept, connect, shutdown, and the two names of a socket. */

import {
  AF_ALG,
  EAGAIN,
  EINPROGRESS,
  EINTR,
  EISCONN,
  POLLIN,
  SO_ERROR,
  SOCK_CLOEXEC,
  SOL_SOCKET,
  SOMAXCONN,
} from '@pysock/host/constants';
import * as sys from '@pysock/host/sys';
import { pollOne } from '@pysock/host/sys';
import { makesockaddr, type SockAddr, sockaddrSize } from '../address/index.ts';
import { sock_call, sock_call_ex } from './sock-call.ts';
import type { SocketCall } from './socket-object.ts';
import { internal_setblocking, SOCK_ADDR_SIZE, type SocketObject } from './socket-object.ts';

const address = new Uint8Array(SOCK_ADDR_SIZE);
const length = new Int32Array(1);

/** socketmodule.c: sock_bind. 0 or -errno. */
export function sock_bind(s: SocketObject, to: Uint8Array): number {
  return sys.bind(s.sock_fd, to, to.length);
}

/** The backlog of a listen() that names none: enough for a burst, not the system's most. */
export const DEFAULT_BACKLOG = Math.min(SOMAXCONN, 128);

/** socketmodule.c: sock_listen. A negative backlog is 0. 0 or -errno. */
export function sock_listen(s: SocketObject, backlog: number): number {
  return sys.listen(s.sock_fd, Math.max(backlog, 0));
}

/** socketmodule.c: sock_accept_impl */
class AcceptCall implements SocketCall {
  attempt(s: SocketObject, dontwait: boolean): number {
    if (dontwait && s.sock_timeout < 0 && pollOne(s.sock_fd, POLLIN, 0) === 0) return -EAGAIN;
    length[0] = sockaddrSize(s.sock_family, s.sock_proto);
    address.fill(0);
    // AF_ALG answers ECONNABORTED when it is asked for an address.
    if (s.sock_family === AF_ALG) return sys.accept4(s.sock_fd, null, null, SOCK_CLOEXEC);
    return sys.accept4(s.sock_fd, address, length, SOCK_CLOEXEC);
  }
}
const acceptCall = new AcceptCall();

/** socketmodule.c: sock_accept. The new, non-inheritable descriptor, or a negative result; the peer is then {@link peerOfAccept}. */
export function sock_accept(s: SocketObject): number {
  return sock_call(s, false, acceptCall);
}

/** The peer of the connection that `sock_accept` has just answered. */
export function peerOfAccept(s: SocketObject): SockAddr {
  return makesockaddr(address, length[0] as number, s.sock_proto);
}

const pending = new Int32Array(1);

/** socketmodule.c: sock_connect_impl: how a connection that was under way ended. */
class ConnectResult implements SocketCall {
  attempt(s: SocketObject): number {
    length[0] = 4;
    const got = sys.getsockopt(s.sock_fd, SOL_SOCKET, SO_ERROR, pending, length);
    if (got < 0) return got;
    const error = pending[0] as number;
    return error === 0 || error === EISCONN ? 0 : -error;
  }
}
const connectResult = new ConnectResult();

/** socketmodule.c: internal_connect. 0, or a negative result (TIMED_OUT too). */
export function internal_connect(s: SocketObject, to: Uint8Array): number {
  const started = s.waiter.take === undefined ? sys.connect(s.sock_fd, to, to.length) : startConnect(s, to);
  if (started >= 0) return started;
  let wait = s.sock_timeout > 0 && started === -EINPROGRESS;
  if (started === -EINTR) {
    if (s.waiter.interrupted !== undefined) return s.waiter.interrupted(s, true, connectResult, true, s.sock_timeout);
    const signalled = s.waiter.checkSignals();
    if (signalled < 0) return signalled;
    // bpo-23618: an interrupted connect goes on by itself; connecting again would fail with EALREADY.
    wait = s.sock_timeout !== 0;
  } else if (started === -EINPROGRESS && s.waiter.take !== undefined && s.sock_timeout < 0) wait = true;
  return wait ? sock_call_ex(s, true, connectResult, true, s.sock_timeout) : started;
}

/**
 * Starts a connection without blocking although the descriptor is in blocking mode: connect() knows no MSG_DONTWAIT,
 * so the mode is changed around it.
 */
function startConnect(s: SocketObject, to: Uint8Array): number {
  if (s.sock_timeout >= 0) return sys.connect(s.sock_fd, to, to.length);
  internal_setblocking(s, false);
  const started = sys.connect(s.sock_fd, to, to.length);
  internal_setblocking(s, true);
  return started;
}

/** socketmodule.c: sock_shutdown. 0 or -errno. */
export function sock_shutdown(s: SocketObject, how: number): number {
  return sys.shutdown(s.sock_fd, how);
}

/** socketmodule.c: sock_getsockname. 0 or -errno; the name is then {@link nameOf}. */
export function sock_getsockname(s: SocketObject): number {
  return named(s, sys.getsockname);
}

/** socketmodule.c: sock_getpeername. 0 or -errno; the name is then {@link nameOf}. */
export function sock_getpeername(s: SocketObject): number {
  return named(s, sys.getpeername);
}

function named(s: SocketObject, call: typeof sys.getsockname): number {
  address.fill(0);
  length[0] = sockaddrSize(s.sock_family, s.sock_proto);
  return call(s.sock_fd, address, length);
}

/** The address that `sock_getsockname` or `sock_getpeername` has just asked for. */
export function nameOf(s: SocketObject): SockAddr {
  return makesockaddr(address, length[0] as number, s.sock_proto);
}
