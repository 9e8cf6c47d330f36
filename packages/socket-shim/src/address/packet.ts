/** AF_PACKET: (interface, protocol, pkttype, hatype, address). */
import { AF_PACKET, PACKET_HOST } from '@pysock/host/constants';
import { sockaddr_ll } from '@pysock/host/layouts';
import { OverflowError, ValueError } from '../base/errors.ts';
import { bufferArgument, checkLength, intArgument, stringArgument, tupleArgument } from './arguments.ts';
import type { Codec } from './codec.ts';
import type { FsPath } from './fs-path.ts';
import { interfaceIndex, interfaceName } from './interface.ts';
import { newSockaddr, viewOfSockaddr } from './sockaddr.ts';

const { sizeof, sll_protocol, sll_ifindex, sll_hatype, sll_pkttype, sll_halen, sll_addr } = sockaddr_ll;

const FORM = 'AF_PACKET address must be a tuple of two to five elements';

/** socketmodule.c: getsockaddrarg, AF_PACKET */
function encodePacket(address: unknown, caller: string): Uint8Array {
  const items = tupleArgument(address, 'AF_PACKET', `${caller}()`);
  checkLength(items, 2, 5, FORM);
  const name = stringArgument(items[0], FORM);
  const [protocol = 0, pkttype = PACKET_HOST, hatype = 0] = integers(items.slice(1, 4), caller);
  const hardware = items.length > 4 ? bufferArgument(items[4]) : new Uint8Array(0);
  const index = interfaceIndex(name);
  if (hardware.length > sizeof - sll_addr) throw new ValueError('Hardware address must be 8 bytes or less');
  if (protocol < 0 || protocol > 0xffff) throw new OverflowError(`${caller}(): proto must be 0-65535.`);
  const { bytes, view } = newSockaddr(AF_PACKET, sizeof);
  view.setUint16(sll_protocol, protocol);
  view.setInt32(sll_ifindex, index, true);
  view.setUint8(sll_pkttype, pkttype);
  view.setUint16(sll_hatype, hatype, true);
  view.setUint8(sll_halen, hardware.length);
  bytes.set(hardware, sll_addr);
  return bytes;
}

function integers(items: readonly unknown[], caller: string): number[] {
  try {
    return items.map(intArgument);
  } catch (error) {
    if (error instanceof OverflowError) throw new OverflowError(`${caller}(): address argument out of range`);
    throw error;
  }
}

/** socketmodule.c: makesockaddr, AF_PACKET */
function decodePacket(
  bytes: Uint8Array,
): [name: string | FsPath, protocol: number, pkttype: number, hatype: number, address: Uint8Array] {
  const view = viewOfSockaddr(bytes);
  return [
    interfaceName(view.getInt32(sll_ifindex, true)),
    view.getUint16(sll_protocol),
    view.getUint8(sll_pkttype),
    view.getUint16(sll_hatype, true),
    bytes.slice(sll_addr, sll_addr + view.getUint8(sll_halen)),
  ];
}

export const packet: Codec = {
  size: () => sizeof,
  encode: (address, _proto, caller) => encodePacket(address, caller),
  decode: decodePacket,
};
