/** <ifaddrs.h>: the interfaces with their addresses. Results as in socket.ts. */
import { lazy, resultOf, viewOf } from '../call/libc.ts';
import { bytesAt, pointerAt } from '../call/memory.ts';
import { AF_INET, AF_INET6, AF_PACKET } from '../constants/index.ts';
import {
  ifaddrs as layout,
  rtnl_link_stats,
  sockaddr,
  sockaddr_in,
  sockaddr_in6,
  sockaddr_ll,
} from '../layouts/index.ts';

const c = {
  getifaddrs: lazy<(list: BigUint64Array) => number>('int getifaddrs(void *)'),
  freeifaddrs: lazy<(list: number) => void>('void freeifaddrs(uintptr_t)'),
};

/** How long the addresses of a family are. A packet interface's may be longer than the structure is declared. */
const SIZES = new Map<number, number>([
  [AF_INET, sockaddr_in.sizeof],
  [AF_INET6, sockaddr_in6.sizeof],
  [AF_PACKET, sockaddr_ll.sizeof],
]);

export interface InterfaceAddress {
  readonly name: Uint8Array;
  readonly flags: number;
  /** Bytes of a socket address; null where there is none. */
  readonly address: Uint8Array | null;
  readonly netmask: Uint8Array | null;
  /** Of broadcasts, or of the other side. */
  readonly other: Uint8Array | null;
  /** Of a packet interface: what it has counted. */
  readonly counters: Uint8Array | null;
}

function addressAt(pointer: number): Uint8Array | null {
  if (pointer === 0) return null;
  const family = new DataView(viewOf(pointer, 2).buffer).getUint16(0, true);
  return viewOf(pointer, SIZES.get(family) ?? sockaddr.sizeof).slice();
}

/** Adds every address of every interface to `found`. 0 or -errno. */
export function getifaddrs(found: InterfaceAddress[]): number {
  const list = new BigUint64Array(1);
  const result = resultOf(c.getifaddrs(list));
  if (result < 0) return result;
  const first = Number(list[0]);
  for (let at = first; at !== 0; at = pointerAt(at + layout.ifa_next)) {
    const address = addressAt(pointerAt(at + layout.ifa_addr));
    const data = pointerAt(at + layout.ifa_data);
    const hasCounters = data !== 0 && address !== null && new DataView(address.buffer).getUint16(0, true) === AF_PACKET;
    found.push({
      name: bytesAt(pointerAt(at + layout.ifa_name)),
      flags: new DataView(viewOf(at + layout.ifa_flags, 4).buffer).getUint32(0, true),
      address,
      netmask: addressAt(pointerAt(at + layout.ifa_netmask)),
      other: addressAt(pointerAt(at + layout['ifa_ifu.ifu_broadaddr'])),
      counters: hasCounters ? viewOf(data, rtnl_link_stats.sizeof).slice() : null,
    });
  }
  c.freeifaddrs(first);
  return 0;
}
