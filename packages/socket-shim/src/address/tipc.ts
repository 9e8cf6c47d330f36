/** AF_TIPC: (addr_type, v1, v2, v3, scope), where the meaning of v1 to v3 depends on the type. */
import { AF_TIPC, TIPC_ADDR_ID, TIPC_ADDR_NAME, TIPC_ADDR_NAMESEQ, TIPC_CLUSTER_SCOPE } from '@pysock/host/constants';
import { sockaddr_tipc } from '@pysock/host/layouts';
import { ValueError } from '../base/errors.ts';
import { checkLength, maskedArgument, tupleArgument } from './arguments.ts';
import type { Codec } from './codec.ts';
import { newSockaddr, viewOfSockaddr } from './sockaddr.ts';

/** Where v1, v2 and v3 lie, for each type of address. */
const fields: ReadonlyMap<number, readonly number[]> = new Map([
  [
    TIPC_ADDR_NAMESEQ,
    [sockaddr_tipc['addr.nameseq.type'], sockaddr_tipc['addr.nameseq.lower'], sockaddr_tipc['addr.nameseq.upper']],
  ],
  [TIPC_ADDR_NAME, [sockaddr_tipc['addr.name.name.type'], sockaddr_tipc['addr.name.name.instance']]],
  [TIPC_ADDR_ID, [sockaddr_tipc['addr.id.node'], sockaddr_tipc['addr.id.ref']]],
]);

/** socketmodule.c: getsockaddrarg, AF_TIPC */
function encodeTipc(address: unknown, caller: string): Uint8Array {
  const items = tupleArgument(address, 'AF_TIPC', `${caller}()`);
  checkLength(items, 4, 5, 'AF_TIPC address must be a tuple (addr_type, v1, v2, v3[, scope])');
  const [addrtype = 0, v1, v2, v3, scope = TIPC_CLUSTER_SCOPE] = items.map((item) => maskedArgument(item, 32));
  const offsets = fields.get(addrtype);
  if (offsets === undefined) throw new TypeError('Invalid address type');
  const { bytes, view } = newSockaddr(AF_TIPC, sockaddr_tipc.sizeof);
  bytes[sockaddr_tipc.addrtype] = addrtype;
  bytes[sockaddr_tipc.scope] = scope;
  const values = [v1, v2, v3];
  offsets.forEach((offset, index) => {
    view.setUint32(offset, values[index] as number, true);
  });
  return bytes;
}

/** socketmodule.c: makesockaddr, AF_TIPC */
function decodeTipc(bytes: Uint8Array): [addr_type: number, v1: number, v2: number, v3: number, scope: number] {
  const view = viewOfSockaddr(bytes);
  const addrtype = view.getUint8(sockaddr_tipc.addrtype);
  const offsets = fields.get(addrtype);
  if (offsets === undefined) throw new ValueError('Invalid address type');
  const [v1 = 0, v2 = 0, v3] = offsets.map((offset) => view.getUint32(offset, true));
  // sic: a name has its instance twice; the scope is a signed char shown as an unsigned int.
  const third = v3 ?? (addrtype === TIPC_ADDR_NAME ? v2 : 0);
  return [addrtype, v1, v2, third, view.getInt8(sockaddr_tipc.scope) >>> 0];
}

export const tipc: Codec = {
  size: () => sockaddr_tipc.sizeof,
  encode: (address, _proto, caller) => encodeTipc(address, caller),
  decode: decodeTipc,
};
