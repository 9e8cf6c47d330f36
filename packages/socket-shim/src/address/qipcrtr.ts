/** AF_QIPCRTR: (node, port). */
import { AF_QIPCRTR } from '@pysock/host/constants';
import { sockaddr_qrtr } from '@pysock/host/layouts';
import { checkExactLength, maskedArgument, tupleArgument } from './arguments.ts';
import type { Codec } from './codec.ts';
import { newSockaddr, viewOfSockaddr } from './sockaddr.ts';

/** socketmodule.c: getsockaddrarg, AF_QIPCRTR. sic: it names itself, not its caller. */
function encodeQipcrtr(address: unknown): Uint8Array {
  const items = tupleArgument(address, 'AF_QIPCRTR', 'getsockaddrarg');
  checkExactLength(items, 2, 'getsockaddrarg');
  const { bytes, view } = newSockaddr(AF_QIPCRTR, sockaddr_qrtr.sizeof);
  view.setUint32(sockaddr_qrtr.sq_node, maskedArgument(items[0], 32), true);
  view.setUint32(sockaddr_qrtr.sq_port, maskedArgument(items[1], 32), true);
  return bytes;
}

/** socketmodule.c: makesockaddr, AF_QIPCRTR */
function decodeQipcrtr(bytes: Uint8Array): [node: number, port: number] {
  const view = viewOfSockaddr(bytes);
  return [view.getUint32(sockaddr_qrtr.sq_node, true), view.getUint32(sockaddr_qrtr.sq_port, true)];
}

export const qipcrtr: Codec = {
  size: () => sockaddr_qrtr.sizeof,
  encode: encodeQipcrtr,
  decode: decodeQipcrtr,
};
