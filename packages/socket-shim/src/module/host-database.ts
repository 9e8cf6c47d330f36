/** The databases of hosts, services and protocols, and this machine's name. */

import { cString, untilNul } from '@pysock/host/call';
import { AF_INET, AF_INET6, AF_UNSPEC, EAFNOSUPPORT } from '@pysock/host/constants';
import { sockaddr_in, sockaddr_in6 } from '@pysock/host/layouts';
import * as sys from '@pysock/host/sys';
import * as unistd from '@pysock/host/sys';
import { fsArgument, intArgument } from '../address/arguments.ts';
import type { Resolve } from '../address/host.ts';
import { OSError, OverflowError, oserror, set_herror } from '../base/errors.ts';
import { idna } from '../base/idna.ts';
import { typeName } from '../base/python-types.ts';
import { argumentType, textArgument } from './arguments.ts';
import { inet_ntop } from './inet.ts';
import { setipaddr } from './resolver.ts';

/** What the host database knows of a host. */
export type HostEntry = [hostname: string, aliaslist: string[], ipaddrlist: string[]];

/**
 * socketmodule.c: socket_gethostname
 *
 * @throws OSError
 */
export function gethostname(): string {
  const name = new Uint8Array(1024);
  const result = unistd.gethostname(name.subarray(0, 1023));
  if (result < 0) throw oserror(-result);
  return Buffer.from(untilNul(name)).toString();
}

/**
 * socketmodule.c: socket_sethostname
 *
 * @throws PermissionError, OSError
 */
export function sethostname(name: string | Uint8Array): void {
  const bytes = name instanceof Uint8Array ? name : fsArgument(name);
  const result = unistd.sethostname(bytes);
  if (result < 0) throw oserror(-result);
}

/**
 * socketmodule.c: socket_gethostbyname. An IPv4 address of a host.
 *
 * @throws gaierror
 */
export function gethostbyname(hostname: string | Uint8Array): string {
  return resolvedHost(hostname, setipaddr);
}

/** What {@link gethostbyname} answers, by another resolver. */
export function resolvedHost(hostname: string | Uint8Array, resolve: Resolve): string {
  return inet_ntop(AF_INET, addressIn(resolve(hostArgument('gethostbyname', hostname), AF_INET)));
}

/**
 * socketmodule.c: socket_gethostbyname_ex. All names and IPv4 addresses of a host.
 *
 * @throws gaierror, herror
 */
export function gethostbyname_ex(hostname: string | Uint8Array): HostEntry {
  const name = hostArgument('gethostbyname_ex', hostname);
  const address = setipaddr(name, AF_INET);
  return gethost_common(sys.gethostbyname_r(cString(name)), familyOf(address));
}

/**
 * socketmodule.c: socket_gethostbyaddr. All names of a host, given by an address or a name.
 *
 * @throws gaierror, herror, OSError
 */
export function gethostbyaddr(ip_address: string | Uint8Array): HostEntry {
  const address = setipaddr(hostArgument('gethostbyaddr', ip_address), AF_UNSPEC);
  return gethost_common(sys.gethostbyaddr_r(addressIn(address), familyOf(address)), familyOf(address));
}

/**
 * socketmodule.c: gethost_common
 *
 * Differs: socketmodule.c reads the global h_errno, which glibc 2.36 leaves at 0 when the hosts file alone was asked.
 */
function gethost_common(host: sys.Host | number, family: number): HostEntry {
  if (typeof host === 'number') throw set_herror(host);
  if (host.addrtype !== family) throw oserror(EAFNOSUPPORT);
  return [host.name, [...host.aliases], host.addresses.map((address) => inet_ntop(family, address))];
}

/** Python/getargs.c: format "et" with the encoding idna. */
function hostArgument(name: string, host: unknown): Uint8Array {
  const isBytes = host instanceof Uint8Array;
  if (typeof host !== 'string' && !isBytes) {
    throw new TypeError(`${name}() argument 1 must be str, bytes or bytearray, not ${argumentType(host)}`);
  }
  const encoded = isBytes ? host : idna(host);
  if (encoded.includes(0)) {
    throw new TypeError(`${name}() argument 1 must be encoded string without null bytes, not ${typeName(host)}`);
  }
  return encoded;
}

function familyOf(sockaddr: Uint8Array): number {
  return new DataView(sockaddr.buffer, sockaddr.byteOffset).getUint16(sockaddr_in.sin_family, true);
}

function addressIn(sockaddr: Uint8Array): Uint8Array {
  const at = familyOf(sockaddr) === AF_INET6 ? sockaddr_in6.sin6_addr : sockaddr_in.sin_addr;
  return sockaddr.slice(at, at + (familyOf(sockaddr) === AF_INET6 ? 16 : 4));
}

function protocolArgument(name: string, protocol: unknown): Uint8Array | null {
  return protocol === undefined ? null : cString(textArgument(protocol, `${name}() argument 2`));
}

/**
 * socketmodule.c: socket_getservbyname. A service's port.
 *
 * @param protocolname `tcp` or `udp`; any when it is left out.
 * @throws OSError without an errno when there is no such service.
 */
export function getservbyname(servicename: string, protocolname?: string): number {
  const service = cString(textArgument(servicename, 'getservbyname() argument 1'));
  const port = sys.getservbyname(service, protocolArgument('getservbyname', protocolname));
  if (port < 0) throw new OSError('service/proto not found');
  return port;
}

/**
 * socketmodule.c: socket_getservbyport. The name of a port's service.
 *
 * @param protocolname `tcp` or `udp`; any when it is left out.
 * @throws OverflowError outside 0-65535, OSError without an errno when there is no such service.
 */
export function getservbyport(port: number, protocolname?: string): string {
  const number = intArgument(port);
  const protocol = protocolArgument('getservbyport', protocolname);
  if (number < 0 || number > 0xffff) throw new OverflowError('getservbyport: port must be 0-65535.');
  const name = sys.getservbyport(number, protocol);
  if (name === null) throw new OSError('port/proto not found');
  return Buffer.from(name).toString();
}

/**
 * socketmodule.c: socket_getprotobyname. A protocol's number.
 *
 * @throws OSError without an errno when there is no such protocol.
 */
export function getprotobyname(protocolname: string): number {
  const number = sys.getprotobyname(cString(textArgument(protocolname, 'getprotobyname() argument 1')));
  if (number < 0) throw new OSError('protocol not found');
  return number;
}
