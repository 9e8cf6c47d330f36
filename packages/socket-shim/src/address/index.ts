/** Socket addresses: the Python value on one side, the kernel's bytes on the other. One row a family. */
import {
  AF_ALG,
  AF_BLUETOOTH,
  AF_CAN,
  AF_INET,
  AF_INET6,
  AF_NETLINK,
  AF_PACKET,
  AF_QIPCRTR,
  AF_RDS,
  AF_TIPC,
  AF_UNIX,
  AF_VSOCK,
} from '@pysock/host/constants';
import { sockaddr_in, sockaddr_storage } from '@pysock/host/layouts';
import { OSError } from '../base/errors.ts';
import { alg } from './alg.ts';
import { bluetooth } from './bluetooth.ts';
import { can } from './can.ts';
import { type Codec, type SockAddr, unknownFamily } from './codec.ts';
import type { Resolve } from './host.ts';
import { decodeInet, encodeInet, inet, rds } from './inet.ts';
import { inet6 } from './inet6.ts';
import { netlink } from './netlink.ts';
import { packet } from './packet.ts';
import { qipcrtr } from './qipcrtr.ts';
import { tipc } from './tipc.ts';
import { unix } from './unix.ts';
import { vsock } from './vsock.ts';

export type { PythonObject } from './arguments.ts';
export type { SockAddr, SockAddrItem } from './codec.ts';
export { FsPath, fsdecode, fsencode } from './fs-path.ts';
export { hostArgument, type Resolve } from './host.ts';

const codecs: ReadonlyMap<number, Codec> = new Map([
  [AF_UNIX, unix],
  [AF_NETLINK, netlink],
  [AF_QIPCRTR, qipcrtr],
  [AF_VSOCK, vsock],
  [AF_RDS, rds],
  [AF_INET, inet],
  [AF_INET6, inet6],
  [AF_BLUETOOTH, bluetooth],
  [AF_PACKET, packet],
  [AF_TIPC, tipc],
  [AF_CAN, can],
  [AF_ALG, alg],
]);

/**
 * socketmodule.c: getsockaddrarg. The sockaddr of a Python address; throws what CPython raises. `caller` is the method
 * that its texts name.
 */
export function getsockaddrarg(
  address: unknown,
  family: number,
  proto: number,
  _type: number,
  caller: string,
  resolve: Resolve,
): Uint8Array {
  if (family === AF_INET) return encodeInet(address, caller, resolve);
  const codec = codecs.get(family);
  if (codec === undefined) throw new OSError(`${caller}(): bad family`);
  return codec.encode(address, proto, caller, resolve);
}

/**
 * socketmodule.c: makesockaddr. The Python address of a sockaddr, null when there is none. `length` is the kernel's, and
 * may be less than the family's structure has: what `bytes` has behind it must then be zero.
 */
export function makesockaddr(bytes: Uint8Array, length: number, proto: number): SockAddr {
  if (length === 0) return null;
  const family = (bytes[0] as number) | ((bytes[1] as number) << 8);
  if (family === AF_INET && bytes.length >= sockaddr_in.sizeof) return decodeInet(bytes);
  const whole = bytes.length < sockaddr_storage.sizeof ? padded(bytes) : bytes;
  return codecs.get(family)?.decode(whole, length, proto) ?? unknownFamily(whole);
}

function padded(bytes: Uint8Array): Uint8Array {
  const whole = new Uint8Array(sockaddr_storage.sizeof);
  whole.set(bytes);
  return whole;
}

/** socketmodule.c: getsockaddrlen */
export function sockaddrSize(family: number, proto: number): number {
  const codec = codecs.get(family);
  if (codec === undefined) throw new OSError('getsockaddrlen: bad family');
  return codec.size(proto);
}
