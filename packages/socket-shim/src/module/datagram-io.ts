/** Bytes with an address: recvfrom, sendto. A buffer may be a host address (see sys/socket.ts). */

import { EINTR, MSG_DONTWAIT } from '@pysock/host/constants';
import { type Buffer, recvfrom, sendto } from '@pysock/host/sys';
import { makesockaddr, type SockAddr, sockaddrSize } from '../address/index.ts';
import { isDirect, sock_call, sock_call_again } from './sock-call.ts';
import type { SocketCall } from './socket-object.ts';
import { SOCK_ADDR_SIZE, type SocketObject } from './socket-object.ts';
import { after } from './stream-io.ts';
import { receivesWhole, sendsWhole, WholeCall } from './whole-call.ts';

/** Where the kernel writes the sender's address. One is enough: it is read before anything else can receive. */
const address = new Uint8Array(SOCK_ADDR_SIZE);
const addressLength = new Int32Array(1);

/** socketmodule.c: sock_recvfrom_impl */
class RecvfromCall implements SocketCall {
  readonly buffer: Buffer;
  readonly length: number;
  readonly flags: number;
  readonly addressSize: number;
  constructor(buffer: Buffer, length: number, flags: number, addressSize: number) {
    this.buffer = buffer;
    this.length = length;
    this.flags = flags;
    this.addressSize = addressSize;
  }
  attempt(s: SocketObject, dontwait: boolean): number {
    address.fill(0);
    addressLength[0] = this.addressSize;
    const flags = dontwait ? this.flags | MSG_DONTWAIT : this.flags;
    return recvfrom(s.sock_fd, this.buffer, this.length, flags, address, addressLength);
  }
}

function recvfromCall(s: SocketObject, buffer: Buffer, length: number, flags: number, addressSize: number): SocketCall {
  if (!receivesWhole(s, flags)) return new RecvfromCall(buffer, length, flags, addressSize);
  return new WholeCall(flags, length, (_, all, done) =>
    new RecvfromCall(after(buffer, done), length - done, all, addressSize).attempt(s, false),
  );
}

/**
 * socketmodule.c: sock_recvfrom_guts. How many bytes came, or a negative result; the sender is then {@link senderOf}.
 *
 * @throws OSError for a family without addresses.
 */
export function sock_recvfrom_guts(s: SocketObject, buffer: Buffer, length: number, flags: number): number {
  const addressSize = sockaddrSize(s.sock_family, s.sock_proto);
  if (isDirect(s)) {
    address.fill(0);
    addressLength[0] = addressSize;
    const n = recvfrom(s.sock_fd, buffer, length, flags, address, addressLength);
    return n === -EINTR ? sock_call_again(s, false, recvfromCall(s, buffer, length, flags, addressSize)) : n;
  }
  return sock_call(s, false, recvfromCall(s, buffer, length, flags, addressSize));
}

/** The sender of what `sock_recvfrom_guts` has just received, null where the kernel names none. */
export function senderOf(s: SocketObject): SockAddr {
  return makesockaddr(address, addressLength[0] as number, s.sock_proto);
}

/** socketmodule.c: sock_sendto_impl */
class SendtoCall implements SocketCall {
  readonly buffer: Buffer;
  readonly length: number;
  readonly flags: number;
  readonly to: Uint8Array;
  constructor(buffer: Buffer, length: number, flags: number, to: Uint8Array) {
    this.buffer = buffer;
    this.length = length;
    this.flags = flags;
    this.to = to;
  }
  attempt(s: SocketObject, dontwait: boolean): number {
    const flags = dontwait ? this.flags | MSG_DONTWAIT : this.flags;
    return sendto(s.sock_fd, this.buffer, this.length, flags, this.to, this.to.length);
  }
}

function sendtoCall(s: SocketObject, buffer: Buffer, length: number, flags: number, to: Uint8Array): SocketCall {
  if (!sendsWhole(s, flags)) return new SendtoCall(buffer, length, flags, to);
  return new WholeCall(flags, length, (_, all, done) =>
    new SendtoCall(after(buffer, done), length - done, all, to).attempt(s, false),
  );
}

/** socketmodule.c: sock_sendto. How many bytes were sent, or a negative result. `to` is a sockaddr. */
export function sock_sendto_guts(
  s: SocketObject,
  buffer: Buffer,
  length: number,
  flags: number,
  to: Uint8Array,
): number {
  if (isDirect(s)) {
    const n = sendto(s.sock_fd, buffer, length, flags, to, to.length);
    return n === -EINTR ? sock_call_again(s, true, sendtoCall(s, buffer, length, flags, to)) : n;
  }
  return sock_call(s, true, sendtoCall(s, buffer, length, flags, to));
}
