/** Names to addresses and back: setipaddr, getaddrinfo, getnameinfo. */

import { cString, untilNul } from '@pysock/host/call';
import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  AI_NUMERICHOST,
  AI_PASSIVE,
  NI_MAXHOST,
  NI_MAXSERV,
  SOCK_DGRAM,
} from '@pysock/host/constants';
import { sockaddr_in, sockaddr_in6 } from '@pysock/host/layouts';
import * as sys from '@pysock/host/sys';
import { inet_pton } from '@pysock/host/sys';
import { indexOf, intArgument, maskedArgument, stringArgument } from '../address/arguments.ts';
import { encodeUtf8 } from '../address/fs-path.ts';
import { parseDottedQuad } from '../address/host.ts';
import { makesockaddr, type SockAddr } from '../address/index.ts';
import { OSError, OverflowError, set_gaierror } from '../base/errors.ts';
import { idna, isPlainHost } from '../base/idna.ts';

/** A host's name: text, its IDNA-encoded bytes, or null for none. */
export type HostName = string | Uint8Array | null;

/**
 * socketmodule.c: setipaddr. The address of a host as the bytes of a `sockaddr_in` or `sockaddr_in6`, without a port.
 * `''` is any address, `<broadcast>` the broadcast address; a numeric address asks no resolver.
 * The name is ASCII, or bytes in whatever encoding the resolver takes, and has no NUL. `lookUp` is asked for what is a name.
 *
 * @throws gaierror, or OSError without an errno.
 */
export function setipaddr(name: string | Uint8Array, family: number, lookUp = sys.getaddrinfo): Uint8Array {
  if (name.length === 0) return wildcard(family);
  const ascii = typeof name === 'string' ? name : Buffer.from(name).toString('latin1');
  if (ascii === '255.255.255.255' || ascii === '<broadcast>') {
    if (family !== AF_INET && family !== AF_UNSPEC) throw new OSError('address family mismatched');
    return sockaddrIn(0xffffffff);
  }
  if (family === AF_UNSPEC || family === AF_INET) {
    const address = parseDottedQuad(ascii);
    if (address >= 0) return sockaddrIn(address);
  }
  // An address with a scope is getaddrinfo's, which turns the interface's name into its number.
  if ((family === AF_UNSPEC || family === AF_INET6) && ascii.includes(':') && !ascii.includes('%')) {
    const address = new Uint8Array(16);
    if (inet_pton(AF_INET6, cString(name), address) > 0) return sockaddrIn6(address);
  }
  const { error, errno, found } = lookUp(cString(name), null, { family });
  const [first] = found;
  if (error !== 0 || first === undefined) throw set_gaierror(error, errno);
  if (first.family !== AF_INET && first.family !== AF_INET6) throw new OSError('unknown address family');
  return first.address;
}

function wildcard(family: number): Uint8Array {
  const hints = { family, socktype: SOCK_DGRAM, flags: AI_PASSIVE };
  const { error, errno, found } = sys.getaddrinfo(null, cString('0'), hints);
  const [first, second] = found;
  if (error !== 0 || first === undefined) throw set_gaierror(error, errno);
  if (first.family !== AF_INET && first.family !== AF_INET6) throw new OSError('unsupported address family');
  if (second !== undefined) throw new OSError('wildcard resolved to multiple address');
  return first.address;
}

function sockaddrIn(address: number): Uint8Array {
  const bytes = new Uint8Array(sockaddr_in.sizeof);
  const view = new DataView(bytes.buffer);
  view.setUint16(sockaddr_in.sin_family, AF_INET, true);
  view.setUint32(sockaddr_in.sin_addr, address, false);
  return bytes;
}

function sockaddrIn6(address: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(sockaddr_in6.sizeof);
  new DataView(bytes.buffer).setUint16(sockaddr_in6.sin6_family, AF_INET6, true);
  bytes.set(address, sockaddr_in6.sin6_addr);
  return bytes;
}

/** One answer of {@link getaddrinfo}: what `socket()` and `connect()` take. */
export type AddressEntry = [family: number, type: number, proto: number, canonname: string, sockaddr: SockAddr];

/**
 * socketmodule.c: socket_getaddrinfo. Every way to reach a service on a host.
 *
 * @param host null for this machine.
 * @param port a service's name, a port number, or null for none.
 * @throws gaierror for an unknown name, UnicodeError for a name that is none, OSError for another kind of port.
 */
export function getaddrinfo(...args: Parameters<typeof addressQuery>): AddressEntry[] {
  const query = addressQuery(...args);
  return addressEntries(query, sys.getaddrinfo(query.node, query.service, query.hints));
}

/** What {@link getaddrinfo} asks the C library. Names end with NUL. */
export interface AddressQuery {
  readonly node: Uint8Array | null;
  readonly service: Uint8Array | null;
  readonly hints: sys.Hints;
}

/** The first half of {@link getaddrinfo}, for who makes the look-up in another way. */
export function addressQuery(
  host: HostName,
  port: string | Uint8Array | number | bigint | null,
  family = 0,
  type = 0,
  proto = 0,
  flags = 0,
): AddressQuery {
  const hints = {
    family: intArgument(family),
    socktype: intArgument(type),
    protocol: intArgument(proto),
    flags: intArgument(flags),
  };
  return { node: nodeOf(host), service: serviceOf(port), hints };
}

/** The other half. */
export function addressEntries({ hints }: AddressQuery, { error, errno, found }: sys.Lookup): AddressEntry[] {
  if (error !== 0) throw set_gaierror(error, errno);
  return found.map((entry) => [
    entry.family,
    entry.socktype,
    entry.protocol,
    entry.canonname ?? '',
    makesockaddr(entry.address, entry.address.length, hints.protocol ?? 0),
  ]);
}

/** Whether the C library may have to ask others for it: the host is a name. */
export function isQuestionForOthers({ node, hints }: AddressQuery): boolean {
  if (node === null || ((hints.flags ?? 0) & AI_NUMERICHOST) !== 0) return false;
  const name = Buffer.from(untilNul(node)).toString('latin1');
  return name !== '' && !name.includes(':') && parseDottedQuad(name) < 0;
}

function nodeOf(host: unknown): Uint8Array | null {
  if (host === null || host === undefined) return null;
  if (typeof host === 'string') return cString(isPlainHost(host) ? host : idna(host));
  if (host instanceof Uint8Array) return cString(host);
  throw new TypeError('getaddrinfo() argument 1 must be string or None');
}

function serviceOf(port: unknown): Uint8Array | null {
  if (port === null || port === undefined) return null;
  if (typeof port === 'string') return cString(encodeUtf8(port, false));
  if (port instanceof Uint8Array) return cString(port);
  const number = indexOf(port);
  if (number !== undefined) return cString(String(Number.isSafeInteger(number) ? number : BigInt(number)));
  throw new OSError('Int or String expected');
}

const illegal = 'getnameinfo(): illegal sockaddr argument';

/**
 * socketmodule.c: socket_getnameinfo. The names of a host and a port.
 *
 * @param sockaddr `[host, port]` or `[host, port, flowinfo, scope_id]`, the host numeric.
 * @param flags `NI_*`
 * @throws gaierror, OverflowError for a flowinfo above 1048575.
 */
export function getnameinfo(sockaddr: readonly unknown[], flags: number): [host: string, port: string] {
  const options = intArgument(flags);
  if (!Array.isArray(sockaddr)) throw new TypeError('getnameinfo() argument 1 must be a tuple');
  if (sockaddr.length < 2 || sockaddr.length > 4) throw new TypeError(illegal);
  const host = stringArgument(sockaddr[0], illegal);
  const port = intArgument(sockaddr[1]);
  const flowinfo = maskedArgument(sockaddr[2] ?? 0, 32);
  const scope_id = maskedArgument(sockaddr[3] ?? 0, 32);
  if (flowinfo > 0xfffff) throw new OverflowError('getnameinfo(): flowinfo must be 0-1048575.');

  const hints = { family: AF_UNSPEC, socktype: SOCK_DGRAM, flags: AI_NUMERICHOST };
  const { error, errno, found } = sys.getaddrinfo(cString(host), cString(String(port)), hints);
  const [first, second] = found;
  if (error !== 0 || first === undefined) throw set_gaierror(error, errno);
  if (second !== undefined) throw new OSError('sockaddr resolved to multiple addresses');
  const { address } = first;
  if (first.family === AF_INET && sockaddr.length !== 2) throw new OSError('IPv4 sockaddr must be 2 tuple');
  if (first.family === AF_INET6) {
    const view = new DataView(address.buffer);
    view.setUint32(sockaddr_in6.sin6_flowinfo, flowinfo, false);
    view.setUint32(sockaddr_in6.sin6_scope_id, scope_id, true);
  }
  const hostBuffer = new Uint8Array(NI_MAXHOST);
  const portBuffer = new Uint8Array(NI_MAXSERV);
  const named = sys.getnameinfo(address, hostBuffer, portBuffer, options);
  if (named.error !== 0) throw set_gaierror(named.error, named.errno);
  return [decode(hostBuffer), decode(portBuffer)];
}

function decode(buffer: Uint8Array): string {
  return Buffer.from(untilNul(buffer)).toString();
}
