import { sockaddr } from '@pysock/host/layouts';
import type { FsPath } from './fs-path.ts';
import type { Resolve } from './host.ts';

/** An item of an address that is a tuple. */
export type SockAddrItem = string | number | bigint | Uint8Array | FsPath;

/** socketmodule.c: makesockaddr, AF_BLUETOOTH: the form depends on the protocol. */
export type BluetoothAddress =
  | string
  | number
  | [bdaddr: string, psm_or_channel: number]
  | [bdaddr: string, psm: number, cid: number]
  | [bdaddr: string, psm: number, cid: number, bdaddr_type: number]
  | [dev: number, channel: number];

/** What Python has for an address: null for none, an array for a tuple, `Uint8Array` for bytes. */
export type SockAddr = null | string | number | Uint8Array | FsPath | SockAddrItem[] | BluetoothAddress;

/** What an address family can do. */
export interface Codec {
  /** The size of its sockaddr. */
  size(proto: number): number;
  /** The sockaddr of a Python address; throws what CPython raises. */
  encode(address: unknown, proto: number, caller: string, resolve: Resolve): Uint8Array;
  /** The Python address of a sockaddr. `bytes` is as long as any sockaddr, `length` is the kernel's. */
  decode(bytes: Uint8Array, length: number, proto: number): SockAddr;
}

/** socketmodule.c: makesockaddr, the default: the family and the bytes. */
export function unknownFamily(bytes: Uint8Array): SockAddrItem[] {
  const family = (bytes[0] as number) | ((bytes[1] as number) << 8);
  return [family, bytes.slice(sockaddr.sa_data, sockaddr.sizeof)];
}
