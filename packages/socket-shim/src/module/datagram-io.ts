/** Bytes with an address: recvfrom, sendto. A buffer may be a host address (see sys/socket.ts). */

import { addressOf, type SystemCall } from '@pysock/host/call';
import { EAGAIN, EINTR, MSG_DONTWAIT, SYS_recvfrom, SYS_sendto } from '@pysock/host/constants';
import { type Buffer, recvfrom, sendto } from '@pysock/host/sys';
import { makesockaddr, type SockAddr, sockaddrSize } from '../address/index.ts';
import { isDirect, sock_call, sock_call_again } from './sock-call.ts';
import type { SocketCall } from './socket-object.ts';
import { SOCK_ADDR_SIZE, type SocketObject } from './socket-object.ts';
import { after, hostAddress, mustBeWhole } from './stream-io.ts';
import { sendsWhole, WholeCall } from './whole-call.ts';

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
  /** A thread of the operating system has a place of its own for the sender. */
  #place: { readonly address: Uint8Array; readonly length: Int32Array } | undefined;
  attempt(s: SocketObject, dontwait: boolean): number {
    if (dontwait && mustBeWhole(this.flags)) return -EAGAIN;
    address.fill(0);
    addressLength[0] = this.addressSize;
    const flags = dontwait ? this.flags | MSG_DONTWAIT : this.flags;
    return recvfrom(s.sock_fd, this.buffer, this.length, flags, address, addressLength);
  }
  kernelCall({ sock_fd }: SocketObject): SystemCall {
    const place = { address: new Uint8Array(SOCK_ADDR_SIZE), length: Int32Array.of(this.addressSize) };
    this.#place = place;
    const { buffer, length, flags } = this;
    const sender = [addressOf(place.address), addressOf(place.length)];
    return { number: SYS_recvfrom, args: [sock_fd, hostAddress(buffer), length, flags, ...sender] };
  }
  returned(_s: SocketObject, result: number): number {
    if (this.#place !== undefined) {
      address.set(this.#place.address);
      addressLength.set(this.#place.length);
    }
    return result;
  }
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
    return n === -EINTR ? sock_call_again(s, false, new RecvfromCall(buffer, length, flags, addressSize)) : n;
  }
  return sock_call(s, false, new RecvfromCall(buffer, length, flags, addressSize));
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
  kernelCall({ sock_fd }: SocketObject): SystemCall {
    const { buffer, length, flags, to } = this;
    return { number: SYS_sendto, args: [sock_fd, hostAddress(buffer), length, flags, addressOf(to), to.length] };
  }
}

function sendtoCall(s: SocketObject, buffer: Buffer, length: number, flags: number, to: Uint8Array): SocketCall {
  if (!sendsWhole(s, flags)) return new SendtoCall(buffer, length, flags, to);
  const rest = (done: number, all: number) => new SendtoCall(after(buffer, done), length - done, all, to);
  return new WholeCall(flags, length, {
    step: (self, all, done) => rest(done, all).attempt(self, false),
    kernelCall: (self, done) => rest(done, flags).kernelCall(self),
  });
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
