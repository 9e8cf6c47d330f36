/** Which socket a descriptor is: its protocol, its own address and its peer's. */

import {
  AF_INET,
  AF_INET6,
  AF_UNIX,
  IPPROTO_TCP,
  IPPROTO_UDP,
  SO_PROTOCOL,
  SO_TYPE,
  SOL_SOCKET,
} from '@pysock/host/constants';
import { sockaddr_storage } from '@pysock/host/layouts';
import { getpeername, getsockname, getsockopt } from '@pysock/host/sys';
import { makesockaddr, type SockAddr } from '../address/index.ts';
import { socketKindName } from '../stdlib/enums.ts';

export interface Endpoints {
  /** `tcp`, `udp`, `unix stream`, ... */
  readonly protocol: string;
  /** `127.0.0.1:5000`, `[::1]:80`, a path; empty while there is none. */
  readonly local: string;
  readonly peer: string;
}

const storage = new Uint8Array(sockaddr_storage.sizeof);
const length = new Int32Array(1);
const value = new Int32Array(1);

function option(fd: number, name: number): number {
  length[0] = 4;
  const result = getsockopt(fd, SOL_SOCKET, name, value, length);
  return result < 0 ? result : (value[0] as number);
}

/** Whether a descriptor is an open socket. */
export function isSocket(fd: number): boolean {
  return option(fd, SO_TYPE) >= 0;
}

function text(address: SockAddr): string {
  if (Array.isArray(address)) {
    const [host, port] = address;
    if (address.length < 2 || typeof host !== 'string') return address.join(' ');
    return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
  }
  if (address instanceof Uint8Array) return Buffer.from(address).toString('latin1').replace('\0', '@');
  return address === null ? '' : String(address);
}

/** An address in the kernel's bytes, for a reader; one that says nothing (port 0 of any host, a socket without a name) is empty. */
export function addressText(bytes: Uint8Array, size = bytes.length): string {
  const whole = text(makesockaddr(bytes, Math.min(size, bytes.length), 0));
  return /^(0\.0\.0\.0|\[::\]):0$/.test(whole) ? '' : whole;
}

function named(fd: number, call: typeof getsockname): string {
  storage.fill(0);
  length[0] = storage.length;
  return call(fd, storage, length) < 0 ? '' : addressText(storage, length[0]);
}

function protocolOf(fd: number, type: number): string {
  length[0] = storage.length;
  storage.fill(0);
  const family = getsockname(fd, storage, length) < 0 ? -1 : (storage[0] as number);
  const kind = (socketKindName(type) ?? String(type)).replace('SOCK_', '').toLowerCase();
  if (family === AF_UNIX) return `unix ${kind}`;
  const protocol = option(fd, SO_PROTOCOL);
  if (family === AF_INET || family === AF_INET6) {
    if (protocol === IPPROTO_TCP) return 'tcp';
    if (protocol === IPPROTO_UDP) return 'udp';
  }
  return kind;
}

/** Undefined for what is no open socket. */
export function endpointsOf(fd: number): Endpoints | undefined {
  const type = option(fd, SO_TYPE);
  if (type < 0) return undefined;
  return { protocol: protocolOf(fd, type), local: named(fd, getsockname), peer: named(fd, getpeername) };
}
