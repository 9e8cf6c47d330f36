/** Listening for connections. */
import {
  AF_INET,
  AF_INET6,
  IPPROTO_IPV6,
  IPV6_V6ONLY,
  SO_REUSEADDR,
  SO_REUSEPORT,
  SOCK_STREAM,
  SOL_SOCKET,
} from '@pysock/host/constants';
import { OSError, oserror, ValueError } from '../base/errors.ts';
import { repr } from '../base/python-types.ts';
import { socket } from './socket.ts';

/** Python's keyword arguments of create_server(). */
export interface CreateServerOptions {
  /** AF_INET, or AF_INET6. */
  family?: number;
  /** How many connections may wait to be accepted. */
  backlog?: number | null;
  /** Whether other sockets may listen on the same port. */
  reuse_port?: boolean;
  /** Whether an AF_INET6 socket accepts IPv4 connections too. */
  dualstack_ipv6?: boolean;
}

/** socketmodule.c: socket_exec, has_ipv6. That the system was made with IPv6, not that it is configured. */
export const has_ipv6 = true;

/** Lib/socket.py: has_dualstack_ipv6. Whether one socket can accept both IPv4 and IPv6 connections. */
export function has_dualstack_ipv6(): boolean {
  try {
    using sock = new socket(AF_INET6, SOCK_STREAM);
    sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, 0);
    return sock.getsockopt(IPPROTO_IPV6, IPV6_V6ONLY) === 0;
  } catch (error) {
    if (error instanceof OSError) return false;
    throw error;
  }
}

/**
 * Lib/socket.py: create_server. A TCP socket that listens on `[host, port]`, on an address that may still be in TIME_WAIT.
 *
 * @throws OSError whose text names the address, ValueError for options that contradict each other.
 */
export function create_server(address: readonly unknown[], options: CreateServerOptions = {}): socket {
  const { family = AF_INET, backlog, reuse_port = false, dualstack_ipv6 = false } = options;
  if (dualstack_ipv6) {
    if (!has_dualstack_ipv6()) throw new ValueError('dualstack_ipv6 not supported on this platform');
    if (family !== AF_INET6) throw new ValueError('dualstack_ipv6 requires AF_INET6 family');
  }
  const sock = new socket(family, SOCK_STREAM);
  try {
    setAddressOptions(sock, family, reuse_port, dualstack_ipv6);
    bindTo(sock, address);
    if (backlog === undefined || backlog === null) sock.listen();
    else sock.listen(backlog);
    return sock;
  } catch (error) {
    // sic: other errors than OSError leave the socket to the garbage collector.
    if (error instanceof OSError) sock.close();
    throw error;
  }
}

function setAddressOptions(sock: socket, family: number, reuse_port: boolean, dualstack_ipv6: boolean): void {
  try {
    sock.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1);
  } catch (error) {
    if (!(error instanceof OSError)) throw error;
  }
  // Since Linux 6.12.9, only these families may have SO_REUSEPORT.
  if (reuse_port && (family === AF_INET || family === AF_INET6)) sock.setsockopt(SOL_SOCKET, SO_REUSEPORT, 1);
  if (family === AF_INET6) sock.setsockopt(IPPROTO_IPV6, IPV6_V6ONLY, dualstack_ipv6 ? 0 : 1);
}

function bindTo(sock: socket, address: readonly unknown[]): void {
  try {
    sock.bind(address);
  } catch (error) {
    if (!(error instanceof OSError)) throw error;
    const text = `${error.strerror ?? 'None'} (while attempting to bind on address ${repr(address)})`;
    throw oserror(error.errno as number, text);
  }
}
