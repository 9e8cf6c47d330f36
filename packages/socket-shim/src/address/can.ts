/** AF_CAN: (interface,), with (…, rx_id, tx_id) for ISO-TP and (…, name, pgn, addr) for J1939. */
import { AF_CAN, CAN_BCM, CAN_ISOTP, CAN_J1939, CAN_RAW, IFNAMSIZ } from '@pysock/host/constants';
import { sockaddr_can } from '@pysock/host/layouts';
import { OSError, SystemError } from '../base/errors.ts';
import {
  checkExactLength,
  checkLength,
  fsArgument,
  maskedArgument,
  tupleArgument,
  unsignedLongArgument,
  unsignedLongLongArgument,
} from './arguments.ts';
import type { Codec } from './codec.ts';
import type { FsPath } from './fs-path.ts';
import { interfaceIndex, interfaceName } from './interface.ts';
import { newSockaddr, type Sockaddr, viewOfSockaddr } from './sockaddr.ts';

const { sizeof, can_ifindex } = sockaddr_can;
const RX_ID = sockaddr_can['can_addr.tp.rx_id'];
const TX_ID = sockaddr_can['can_addr.tp.tx_id'];
const NAME = sockaddr_can['can_addr.j1939.name'];
const PGN = sockaddr_can['can_addr.j1939.pgn'];
const ADDR = sockaddr_can['can_addr.j1939.addr'];

/** socketmodule.c: getsockaddrarg, AF_CAN */
function encodeCan(address: unknown, proto: number, caller: string): Uint8Array {
  switch (proto) {
    case CAN_RAW:
    case CAN_BCM: {
      const items = tupleArgument(address, 'AF_CAN', `${caller}()`);
      checkLength(items, 1, 1, 'AF_CAN address must be a tuple (interface, )');
      return newCan(fsArgument(items[0])).bytes;
    }
    case CAN_ISOTP: {
      const items = bareTuple(address);
      checkExactLength(items, 3);
      const name = fsArgument(items[0]);
      const rx_id = unsignedLongArgument(items[1], 2);
      const tx_id = unsignedLongArgument(items[2], 3);
      const { bytes, view } = newCan(name);
      view.setUint32(RX_ID, rx_id, true);
      view.setUint32(TX_ID, tx_id, true);
      return bytes;
    }
    case CAN_J1939: {
      const items = bareTuple(address);
      checkExactLength(items, 4);
      const name = fsArgument(items[0]);
      const j1939_name = unsignedLongLongArgument(items[1], 2);
      const pgn = maskedArgument(items[2], 32);
      const addr = maskedArgument(items[3], 8);
      const { bytes, view } = newCan(name);
      view.setBigUint64(NAME, j1939_name, true);
      view.setUint32(PGN, pgn, true);
      view.setUint8(ADDR, addr);
      return bytes;
    }
    default:
      throw new OSError(`${caller}(): unsupported CAN protocol`);
  }
}

/** sic: CPython does not look whether it is a tuple here, and its parser takes that for a mistake in C. */
function bareTuple(address: unknown): readonly unknown[] {
  if (Array.isArray(address)) return address;
  throw new SystemError('new style getargs format but argument is not a tuple');
}

function newCan(name: Uint8Array): Sockaddr {
  if (name.length >= IFNAMSIZ) throw new OSError('AF_CAN interface name too long');
  const index = name.length === 0 ? 0 : interfaceIndex(name);
  const address = newSockaddr(AF_CAN, sizeof);
  address.view.setInt32(can_ifindex, index, true);
  return address;
}

type Name = string | FsPath;

export type CanAddress =
  | [name: Name]
  | [name: Name, rx_id: number, tx_id: number]
  | [name: Name, j1939_name: number | bigint, pgn: number, addr: number];

/** socketmodule.c: makesockaddr, AF_CAN */
function decodeCan(bytes: Uint8Array, proto: number): CanAddress {
  const view = viewOfSockaddr(bytes);
  const name = interfaceName(view.getInt32(can_ifindex, true));
  switch (proto) {
    case CAN_ISOTP:
      return [name, view.getUint32(RX_ID, true), view.getUint32(TX_ID, true)];
    case CAN_J1939:
      return [name, integer(view.getBigUint64(NAME, true)), view.getUint32(PGN, true), view.getUint8(ADDR)];
    default:
      return [name];
  }
}

/** A number where it is exact, as everywhere else. */
function integer(value: bigint): number | bigint {
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

export const can: Codec = {
  size: () => sizeof,
  encode: encodeCan,
  decode: (bytes, _length, proto) => decodeCan(bytes, proto),
};
