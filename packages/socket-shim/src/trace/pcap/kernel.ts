/** What only the kernel knows of a connection. */
import { readFileSync } from 'node:fs';
import { AF_INET, AF_INET6, SOCK_CLOEXEC, SOCK_DGRAM } from '@pysock/host/constants';
import { sockaddr_in, sockaddr_in6, sockaddr_storage } from '@pysock/host/layouts';
import { close, connect, getsockname, socket } from '@pysock/host/sys';
import { addressText } from '../endpoints.ts';
import { type Address, addressOf, IPV4_LENGTH } from './addresses.ts';

const ESTABLISHED = '01';
const CLOSE_WAIT = '08';
const IPV4_IN_TCP6 = '0000000000000000FFFF0000';

/** An address as /proc/net/tcp has it: words in the processor's order, in hexadecimal digits. */
function digits({ host, port }: Address): string {
  const words = Array.from({ length: host.length / 4 }, (_, at) => [...host.subarray(at * 4, at * 4 + 4)].reverse());
  const hex = words.flat().map((byte) => byte.toString(16).padStart(2, '0'));
  return `${hex.join('')}:${port.toString(16).padStart(4, '0')}`.toUpperCase();
}

/** Whether a connection that was closed here is open nowhere any more. */
export function hasEnded(local: string, peer: string): boolean {
  const [own, other] = [addressOf(local), addressOf(peer)];
  if (own === undefined || other === undefined) return true;
  const [first, second] = [digits(own), digits(other)];
  const isOpen = (line: string): boolean => {
    const [, from = '', to = '', state] = line.trim().split(/\s+/);
    const isIt = from.replace(IPV4_IN_TCP6, '') === first && to.replace(IPV4_IN_TCP6, '') === second;
    return isIt && (state === ESTABLISHED || state === CLOSE_WAIT);
  };
  return !['tcp', 'tcp6'].some((name) => {
    try {
      return readFileSync(`/proc/self/net/${name}`, 'latin1').split('\n').some(isOpen);
    } catch {
      return false;
    }
  });
}

const known = new Map<string, Address | undefined>();

/** The address that this machine sends from to another: a datagram socket that is connected has it, and nothing is sent. */
export function ownAddress(to: Address, port: number): Address | undefined {
  const key = to.host.join('.');
  if (!known.has(key)) known.set(key, sourceFor(to));
  const found = known.get(key);
  return found && { host: found.host, port };
}

/** Its `struct sockaddr`, with any port: 9 discards what it is sent, and nothing is. */
function sockaddrOf(family: number, { host }: Address): Uint8Array {
  const bytes = new Uint8Array(family === AF_INET ? sockaddr_in.sizeof : sockaddr_in6.sizeof);
  const view = new DataView(bytes.buffer);
  view.setUint16(sockaddr_in.sin_family, family, true);
  view.setUint16(sockaddr_in.sin_port, 9);
  bytes.set(host, family === AF_INET ? sockaddr_in.sin_addr : sockaddr_in6.sin6_addr);
  return bytes;
}

function sourceFor(to: Address): Address | undefined {
  const family = to.host.length === IPV4_LENGTH ? AF_INET : AF_INET6;
  const fd = socket(family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return undefined;
  const place = new Uint8Array(sockaddr_storage.sizeof);
  const length = Int32Array.of(place.length);
  const peer = sockaddrOf(family, to);
  const isConnected = connect(fd, peer, peer.length) >= 0;
  const isNamed = isConnected && getsockname(fd, place, length) >= 0;
  close(fd);
  return isNamed ? addressOf(addressText(place, length[0])) : undefined;
}
