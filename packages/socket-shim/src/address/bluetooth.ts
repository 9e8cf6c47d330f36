/** AF_BLUETOOTH: the form depends on the protocol. */
import {
  AF_BLUETOOTH,
  BDADDR_BREDR,
  BTPROTO_HCI,
  BTPROTO_L2CAP,
  BTPROTO_RFCOMM,
  BTPROTO_SCO,
  HCI_CHANNEL_RAW,
} from '@pysock/host/constants';
import { sockaddr_hci, sockaddr_l2, sockaddr_rc, sockaddr_sco } from '@pysock/host/layouts';
import { OSError, ValueError } from '../base/errors.ts';
import { checkLength, indexOf, maskedArgument, stringArgument } from './arguments.ts';
import type { BluetoothAddress, Codec } from './codec.ts';
import { newSockaddr, viewOfSockaddr } from './sockaddr.ts';

/** socketmodule.c: socket_exec, BDADDR_ANY */
export const BDADDR_ANY = '00:00:00:00:00:00';
/** socketmodule.c: socket_exec, BDADDR_LOCAL */
export const BDADDR_LOCAL = '00:00:00:FF:FF:FF';

/** socketmodule.c: getsockaddrarg, AF_BLUETOOTH. Whatever is wrong with a tuple, its error is "wrong format". */
function encodeBluetooth(address: unknown, proto: number, caller: string): Uint8Array {
  switch (proto) {
    case BTPROTO_L2CAP:
      return encodeL2cap(parsed(address, 2, 4, caller, l2capFields));
    case BTPROTO_RFCOMM:
      return encodeRfcomm(parsed(address, 2, 2, caller, rfcommFields));
    case BTPROTO_HCI:
      // sic: a number needs no tuple
      return encodeHci(
        indexOf(address) === undefined ? parsed(address, 1, 2, caller, hciFields) : hciFields([address]),
      );
    case BTPROTO_SCO:
      return encodeSco(address, caller);
    default:
      throw new OSError(`${caller}(): unknown Bluetooth protocol`);
  }
}

function parsed<T>(
  address: unknown,
  least: number,
  most: number,
  caller: string,
  fields: (items: readonly unknown[]) => T,
): T {
  try {
    if (!Array.isArray(address)) throw new TypeError();
    checkLength(address, least, most, '');
    return fields(address);
  } catch {
    throw new OSError(`${caller}(): wrong format`);
  }
}

interface L2capFields {
  readonly bdaddr: Uint8Array;
  readonly psm: number;
  readonly cid: number;
  readonly bdaddr_type: number;
}

function l2capFields(items: readonly unknown[]): L2capFields {
  return {
    bdaddr: stringArgument(items[0], ''),
    psm: maskedArgument(items[1], 16),
    cid: items.length > 2 ? maskedArgument(items[2], 16) : 0,
    bdaddr_type: items.length > 3 ? maskedArgument(items[3], 8) : BDADDR_BREDR,
  };
}

function encodeL2cap({ bdaddr, psm, cid, bdaddr_type }: L2capFields): Uint8Array {
  const { bytes, view } = newSockaddr(AF_BLUETOOTH, sockaddr_l2.sizeof);
  view.setUint8(sockaddr_l2.l2_bdaddr_type, bdaddr_type);
  view.setUint16(sockaddr_l2.l2_psm, psm, true);
  view.setUint16(sockaddr_l2.l2_cid, cid, true);
  setbdaddr(bdaddr, bytes, sockaddr_l2.l2_bdaddr);
  return bytes;
}

function rfcommFields(items: readonly unknown[]): { bdaddr: Uint8Array; channel: number } {
  return { bdaddr: stringArgument(items[0], ''), channel: maskedArgument(items[1], 8) };
}

function encodeRfcomm({ bdaddr, channel }: { bdaddr: Uint8Array; channel: number }): Uint8Array {
  const { bytes, view } = newSockaddr(AF_BLUETOOTH, sockaddr_rc.sizeof);
  view.setUint8(sockaddr_rc.rc_channel, channel);
  setbdaddr(bdaddr, bytes, sockaddr_rc.rc_bdaddr);
  return bytes;
}

function hciFields(items: readonly unknown[]): { dev: number; channel: number } {
  const dev = maskedArgument(items[0], 16);
  return { dev, channel: items.length > 1 ? maskedArgument(items[1], 16) : HCI_CHANNEL_RAW };
}

function encodeHci({ dev, channel }: { dev: number; channel: number }): Uint8Array {
  const { bytes, view } = newSockaddr(AF_BLUETOOTH, sockaddr_hci.sizeof);
  view.setUint16(sockaddr_hci.hci_dev, dev, true);
  view.setUint16(sockaddr_hci.hci_channel, channel, true);
  return bytes;
}

function encodeSco(address: unknown, caller: string): Uint8Array {
  const { bytes } = newSockaddr(AF_BLUETOOTH, sockaddr_sco.sizeof);
  let bdaddr: Uint8Array;
  if (address instanceof Uint8Array) {
    if (address.includes(0)) throw new ValueError('embedded null byte');
    bdaddr = address;
  } else if (typeof address === 'string') bdaddr = stringArgument(address, '');
  else throw new OSError(`${caller}(): wrong format`);
  setbdaddr(bdaddr, bytes, sockaddr_sco.sco_bdaddr);
  return bytes;
}

/** What sscanf's `%X` reads: blanks, a sign, `0x`, hexadecimal digits. */
const OCTET = '[ \\t-\\r]*([+-]?(?:0[xX])?[0-9a-fA-F]+)';
const BDADDR = new RegExp(`^${Array(6).fill(OCTET).join(':')}$`);

/** socketmodule.c: setbdaddr. Writes the six bytes, the last first. */
function setbdaddr(name: Uint8Array, bytes: Uint8Array, at: number): void {
  const match = BDADDR.exec(Buffer.from(name).toString('latin1'));
  const octets = match?.slice(1).map(scanHexadecimal);
  if (octets === undefined || octets.some((octet) => octet > 0xff)) throw new OSError('bad bluetooth address');
  bytes.set(octets.reverse(), at);
}

/** strtoul into an unsigned int: more than 64 bits saturate, and the low 32 are kept. */
function scanHexadecimal(text: string): number {
  const negative = text.startsWith('-');
  const digits = text.replace(/^[+-]/, '').replace(/^0[xX]/, '');
  const value = BigInt(`0x${digits}`);
  if (value >> 64n !== 0n) return 0xffffffff;
  return Number(BigInt.asUintN(32, negative ? -value : value));
}

function makebdaddr(bytes: Uint8Array, at: number): string {
  const octets = Array.from(bytes.subarray(at, at + 6), (octet) => octet.toString(16).toUpperCase().padStart(2, '0'));
  return octets.reverse().join(':');
}

/** socketmodule.c: makesockaddr, AF_BLUETOOTH */
function decodeBluetooth(bytes: Uint8Array, proto: number): BluetoothAddress {
  const view = viewOfSockaddr(bytes);
  switch (proto) {
    case BTPROTO_L2CAP: {
      const bdaddr = makebdaddr(bytes, sockaddr_l2.l2_bdaddr);
      const psm = view.getUint16(sockaddr_l2.l2_psm, true);
      const cid = view.getUint16(sockaddr_l2.l2_cid, true);
      const bdaddr_type = view.getUint8(sockaddr_l2.l2_bdaddr_type);
      if (bdaddr_type !== BDADDR_BREDR) return [bdaddr, psm, cid, bdaddr_type];
      return cid === 0 ? [bdaddr, psm] : [bdaddr, psm, cid];
    }
    case BTPROTO_RFCOMM:
      return [makebdaddr(bytes, sockaddr_rc.rc_bdaddr), view.getUint8(sockaddr_rc.rc_channel)];
    case BTPROTO_HCI: {
      const dev = view.getUint16(sockaddr_hci.hci_dev, true);
      const channel = view.getUint16(sockaddr_hci.hci_channel, true);
      return channel === HCI_CHANNEL_RAW ? dev : [dev, channel];
    }
    case BTPROTO_SCO:
      return makebdaddr(bytes, sockaddr_sco.sco_bdaddr);
    default:
      throw new ValueError('Unknown Bluetooth protocol');
  }
}

/** socketmodule.c: getsockaddrlen, AF_BLUETOOTH */
function sizeOfBluetooth(proto: number): number {
  switch (proto) {
    case BTPROTO_L2CAP:
      return sockaddr_l2.sizeof;
    case BTPROTO_RFCOMM:
      return sockaddr_rc.sizeof;
    case BTPROTO_HCI:
      return sockaddr_hci.sizeof;
    case BTPROTO_SCO:
      return sockaddr_sco.sizeof;
    default:
      throw new OSError('getsockaddrlen: unknown BT protocol');
  }
}

export const bluetooth: Codec = {
  size: sizeOfBluetooth,
  encode: encodeBluetooth,
  decode: (bytes, _length, proto) => decodeBluetooth(bytes, proto),
};
