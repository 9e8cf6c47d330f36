/** Packets of IP with TCP or UDP in them (RFC 791, 8200, 9293, 768). */
import { IPPROTO_TCP, IPPROTO_UDP } from '@pysock/host/constants';
import { type Address, IPV4_LENGTH } from './addresses.ts';

export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const PSH = 8;
export const ACK = 16;
export const URG = 32;

const IPV4_HEADER = 20;
const IPV6_HEADER = 40;
const TCP_HEADER = 20;
const UDP_HEADER = 8;
const HOPS = 64;
const DONT_FRAGMENT = 0x4000;
/** Without an option for its scale. */
const WINDOW = 0xffff;

/** What a packet with the longest header has room for. */
export const LONGEST = 0xffff - IPV6_HEADER - TCP_HEADER;

function sumOf(bytes: Uint8Array, first = 0): number {
  let sum = first;
  for (let at = 0; at < bytes.length; at += 2) sum += ((bytes[at] as number) << 8) | (bytes[at + 1] ?? 0);
  return sum;
}

function folded(sum: number): number {
  let rest = sum;
  while (rest > 0xffff) rest = (rest % 0x10000) + Math.floor(rest / 0x10000);
  return ~rest & 0xffff;
}

/** The Internet's checksum, with the addresses, the protocol and the length before it. */
function checksum(from: Address, to: Address, protocol: number, segment: Uint8Array): number {
  return folded(sumOf(segment, sumOf(from.host) + sumOf(to.host) + protocol + segment.length));
}

function ipv4(from: Address, to: Address, protocol: number, segment: Uint8Array): Uint8Array {
  const packet = new Uint8Array(IPV4_HEADER + segment.length);
  const view = new DataView(packet.buffer);
  view.setUint8(0, 0x45);
  view.setUint16(2, packet.length);
  view.setUint16(6, DONT_FRAGMENT);
  view.setUint8(8, HOPS);
  view.setUint8(9, protocol);
  packet.set(from.host, 12);
  packet.set(to.host, 16);
  view.setUint16(10, folded(sumOf(packet.subarray(0, IPV4_HEADER))));
  packet.set(segment, IPV4_HEADER);
  return packet;
}

function ipv6(from: Address, to: Address, protocol: number, segment: Uint8Array): Uint8Array {
  const packet = new Uint8Array(IPV6_HEADER + segment.length);
  const view = new DataView(packet.buffer);
  view.setUint8(0, 0x60);
  view.setUint16(4, segment.length);
  view.setUint8(6, protocol);
  view.setUint8(7, HOPS);
  packet.set(from.host, 8);
  packet.set(to.host, 24);
  packet.set(segment, IPV6_HEADER);
  return packet;
}

function ip(from: Address, to: Address, protocol: number, segment: Uint8Array): Uint8Array {
  return (from.host.length === IPV4_LENGTH ? ipv4 : ipv6)(from, to, protocol, segment);
}

export interface Segment {
  readonly from: Address;
  readonly to: Address;
  readonly sequence: number;
  readonly acknowledged: number;
  readonly flags: number;
  readonly data?: Uint8Array;
}

export function tcp({ from, to, sequence, acknowledged, flags, data = new Uint8Array() }: Segment): Uint8Array {
  const segment = new Uint8Array(TCP_HEADER + data.length);
  const view = new DataView(segment.buffer);
  view.setUint16(0, from.port);
  view.setUint16(2, to.port);
  view.setUint32(4, sequence >>> 0);
  view.setUint32(8, acknowledged >>> 0);
  view.setUint8(12, (TCP_HEADER / 4) << 4);
  view.setUint8(13, flags);
  view.setUint16(14, WINDOW);
  if ((flags & URG) !== 0) view.setUint16(18, data.length);
  segment.set(data, TCP_HEADER);
  view.setUint16(16, checksum(from, to, IPPROTO_TCP, segment));
  return ip(from, to, IPPROTO_TCP, segment);
}

export function udp(from: Address, to: Address, data: Uint8Array): Uint8Array {
  const datagram = new Uint8Array(UDP_HEADER + data.length);
  const view = new DataView(datagram.buffer);
  view.setUint16(0, from.port);
  view.setUint16(2, to.port);
  view.setUint16(4, datagram.length);
  datagram.set(data, UDP_HEADER);
  // 0 says that there is none.
  view.setUint16(6, checksum(from, to, IPPROTO_UDP, datagram) || 0xffff);
  return ip(from, to, IPPROTO_UDP, datagram);
}
