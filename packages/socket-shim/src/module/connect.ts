/** Connections: bind, listen, accept, connect, shutdown, and the two names of a socket. */

import { addressOf, type SystemCall, tellBegun, unwatched } from '@pysock/host/call';
import {
  AF_ALG,
  EAGAIN,
  EINPROGRESS,
  EINTR,
  EISCONN,
  POLLIN,
  SO_ACCEPTCONN,
  SO_ERROR,
  SOCK_CLOEXEC,
  SOCK_DGRAM,
  SOL_SOCKET,
  SOMAXCONN,
  SYS_accept4,
  SYS_connect,
} from '@pysock/host/constants';
import * as sys from '@pysock/host/sys';
import { pollOne } from '@pysock/host/sys';
import { makesockaddr, type SockAddr, sockaddrSize } from '../address/index.ts';
import { sock_call, sock_call_ex } from './sock-call.ts';
import type { SocketCall } from './socket-object.ts';
import { SOCK_ADDR_SIZE, type SocketObject } from './socket-object.ts';

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
  /** A thread of the operating system has a place of its own for the peer. */
  #place: { readonly address: Uint8Array; readonly length: Int32Array } | undefined;

  /** What poll has seen another process may have taken, and accept(2) cannot be tried. */
  get isOnlyKernels(): boolean {
    return sys.areFilesShared();
  }

  attempt(s: SocketObject, dontwait: boolean): number {
    this.#place = undefined;
    if (dontwait && s.sock_timeout < 0 && unwatched(() => listens(s) && pollOne(s.sock_fd, POLLIN, 0) === 0)) {
      tellBegun({ number: SYS_accept4, args: [s.sock_fd] });
      return -EAGAIN;
    }
    length[0] = sockaddrSize(s.sock_family, s.sock_proto);
    address.fill(0);
    // AF_ALG answers ECONNABORTED when it is asked for an address.
    if (s.sock_family === AF_ALG) return sys.accept4(s.sock_fd, null, null, SOCK_CLOEXEC);
    return sys.accept4(s.sock_fd, address, length, SOCK_CLOEXEC);
  }

  kernelCall(s: SocketObject): SystemCall {
    if (s.sock_family === AF_ALG) return { number: SYS_accept4, args: [s.sock_fd, 0, 0, SOCK_CLOEXEC] };
    const size = sockaddrSize(s.sock_family, s.sock_proto);
    const place = { address: new Uint8Array(SOCK_ADDR_SIZE), length: Int32Array.of(size) };
    this.#place = place;
    const peer = [addressOf(place.address), addressOf(place.length)];
    return { number: SYS_accept4, args: [s.sock_fd, ...peer, SOCK_CLOEXEC] };
  }

  returned(_s: SocketObject, result: number): number {
    if (this.#place !== undefined) {
      address.set(this.#place.address);
      length.set(this.#place.length);
    }
    return result;
  }
}

const accepting = new Int32Array(1);

/** Whether there is anything to wait for: a socket that does not listen refuses at once. */
function listens({ sock_fd }: SocketObject): boolean {
  length[0] = 4;
  return sys.getsockopt(sock_fd, SOL_SOCKET, SO_ACCEPTCONN, accepting, length) >= 0 && accepting[0] === 1;
}

/** socketmodule.c: sock_accept. The new, non-inheritable descriptor, or a negative result; the peer is then {@link peerOfAccept}. */
export function sock_accept(s: SocketObject): number {
  return sock_call(s, false, new AcceptCall());
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

/** connect(2) of a socket without a timeout. How long it takes, and what ends it, only the kernel knows. */
class ConnectCall implements SocketCall {
  readonly isOnlyKernels: boolean;
  readonly #to: Uint8Array;
  /** A datagram socket notes the address, and is connected. */
  constructor({ sock_type }: SocketObject, to: Uint8Array) {
    this.isOnlyKernels = sock_type !== SOCK_DGRAM;
    this.#to = to;
  }
  attempt({ sock_fd }: SocketObject, _dontwait: boolean): number {
    return sys.connect(sock_fd, this.#to, this.#to.length);
  }
  kernelCall({ sock_fd }: SocketObject): SystemCall {
    return { number: SYS_connect, args: [sock_fd, addressOf(this.#to), this.#to.length] };
  }
}

/** socketmodule.c: internal_connect. 0, or a negative result (TIMED_OUT too). */
export function internal_connect(s: SocketObject, to: Uint8Array): number {
  const { take } = s.waiter;
  if (take !== undefined && s.sock_timeout < 0) return take(s, true, new ConnectCall(s, to), false, s.sock_timeout);
  const started = sys.connect(s.sock_fd, to, to.length);
  if (started >= 0) return started;
  let wait = s.sock_timeout > 0 && started === -EINPROGRESS;
  if (started === -EINTR) {
    if (s.waiter.interrupted !== undefined) return s.waiter.interrupted(s, true, connectResult, true, s.sock_timeout);
    const signalled = s.waiter.checkSignals();
    if (signalled < 0) return signalled;
    // bpo-23618: an interrupted connect goes on by itself; connecting again would fail with EALREADY.
    wait = s.sock_timeout !== 0;
  }
  return wait ? sock_call_ex(s, true, connectResult, true, s.sock_timeout) : started;
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
