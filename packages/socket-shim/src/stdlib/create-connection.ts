/** Connecting to a host by name. */
import { SOCK_STREAM } from '@pysock/host/constants';
import { ExceptionGroup, OSError } from '../base/errors.ts';
import { getaddrinfo, type HostName } from '../module/resolver.ts';
import { byName } from '../module/socket-arguments.ts';
import { socket } from './socket.ts';

/** Python's keyword arguments of create_connection(). */
export interface CreateConnectionOptions {
  /** Seconds for each address that is tried: null for no end, the default timeout when left out. */
  timeout?: number | null;
  /** `[host, port]` to connect from; a host of '' or a port of 0 leaves it to the system. */
  source_address?: readonly unknown[] | null;
  /** Throws what every address raised, not just the last. */
  all_errors?: boolean;
}

type Address = readonly [host: HostName, port: string | number];
const names = ['timeout', 'source_address'] as const;

/**
 * Lib/socket.py: create_connection. A TCP connection to `[host, port]`, tried on each of the host's addresses in turn.
 * `timeout` and `source_address` by position or by name.
 *
 * @throws OSError of the last address, ExceptionGroup of all with `all_errors`, gaierror for an unknown name.
 */
export function create_connection(
  address: Address,
  timeout?: number | null,
  source_address?: readonly unknown[] | null,
  options?: CreateConnectionOptions,
): socket;
export function create_connection(address: Address, options?: CreateConnectionOptions): socket;
export function create_connection(address: Address, ...args: unknown[]): socket {
  const options = byName<CreateConnectionOptions>(args, names);
  const [host, port] = address;
  const exceptions: Error[] = [];
  for (const [family, type, proto, , sockaddr] of getaddrinfo(host, port, 0, SOCK_STREAM)) {
    let sock: socket | undefined;
    try {
      sock = new socket(family, type, proto);
      if (options.timeout !== undefined) sock.settimeout(options.timeout);
      if (options.source_address) sock.bind(options.source_address);
      sock.connect(sockaddr);
      return sock;
    } catch (error) {
      sock?.close();
      if (!(error instanceof OSError)) throw error;
      exceptions.push(error);
    }
  }
  if (exceptions.length === 0) throw new OSError('getaddrinfo returns an empty list');
  throw options.all_errors ? new ExceptionGroup('create_connection failed', exceptions) : exceptions.at(-1);
}
