/** AF_NETLINK: (pid, groups). */
import { AF_NETLINK } from '@pysock/host/constants';
import { sockaddr_nl } from '@pysock/host/layouts';
import { checkLength, maskedArgument, tupleArgument } from './arguments.ts';
import type { Codec } from './codec.ts';
import { newSockaddr, viewOfSockaddr } from './sockaddr.ts';

/** socketmodule.c: getsockaddrarg, AF_NETLINK */
function encodeNetlink(address: unknown, caller: string): Uint8Array {
  const items = tupleArgument(address, 'AF_NETLINK', `${caller}()`);
  checkLength(items, 2, 2, 'AF_NETLINK address must be a pair (pid, groups)');
  const { bytes, view } = newSockaddr(AF_NETLINK, sockaddr_nl.sizeof);
  view.setUint32(sockaddr_nl.nl_pid, maskedArgument(items[0], 32), true);
  view.setUint32(sockaddr_nl.nl_groups, maskedArgument(items[1], 32), true);
  return bytes;
}

/** socketmodule.c: makesockaddr, AF_NETLINK */
function decodeNetlink(bytes: Uint8Array): [pid: number, groups: number] {
  const view = viewOfSockaddr(bytes);
  return [view.getUint32(sockaddr_nl.nl_pid, true), view.getUint32(sockaddr_nl.nl_groups, true)];
}

export const netlink: Codec = {
  size: () => sockaddr_nl.sizeof,
  encode: (address, _proto, caller) => encodeNetlink(address, caller),
  decode: decodeNetlink,
};
