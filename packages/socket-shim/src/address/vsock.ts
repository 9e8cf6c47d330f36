/** AF_VSOCK: (cid, port). */
import { AF_VSOCK } from '@pysock/host/constants';
import { sockaddr_vm } from '@pysock/host/layouts';
import { checkExactLength, maskedArgument, tupleArgument } from './arguments.ts';
import type { Codec } from './codec.ts';
import { newSockaddr, viewOfSockaddr } from './sockaddr.ts';

/** socketmodule.c: getsockaddrarg, AF_VSOCK. sic: it names itself, not its caller. */
function encodeVsock(address: unknown): Uint8Array {
  const items = tupleArgument(address, 'AF_VSOCK', 'getsockaddrarg');
  checkExactLength(items, 2, 'getsockaddrarg');
  const { bytes, view } = newSockaddr(AF_VSOCK, sockaddr_vm.sizeof);
  view.setUint32(sockaddr_vm.svm_cid, maskedArgument(items[0], 32), true);
  view.setUint32(sockaddr_vm.svm_port, maskedArgument(items[1], 32), true);
  return bytes;
}

/** socketmodule.c: makesockaddr, AF_VSOCK */
function decodeVsock(bytes: Uint8Array): [cid: number, port: number] {
  const view = viewOfSockaddr(bytes);
  return [view.getUint32(sockaddr_vm.svm_cid, true), view.getUint32(sockaddr_vm.svm_port, true)];
}

export const vsock: Codec = {
  size: () => sockaddr_vm.sizeof,
  encode: encodeVsock,
  decode: decodeVsock,
};
