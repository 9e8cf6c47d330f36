/** Bytes on a connection: recv, send, sendall. A buffer may be a host address (see sys/socket.ts). */
import { addressOf, INTERRUPTED, type SystemCall, TIMED_OUT } from '@pysock/host/call';
import { EAGAIN, EINTR, MSG_DONTWAIT, MSG_WAITALL, SYS_recvfrom, SYS_sendto } from '@pysock/host/constants';
import { type Buffer, recv, send } from '@pysock/host/sys';
import { isDirect, monotonic, sock_call, sock_call_again, sock_call_ex } from './sock-call.ts';
import type { SocketCall, SocketObject } from './socket-object.ts';
import { sendsWhole, WholeCall } from './whole-call.ts';

/** socketmodule.c: sock_recv_impl */
class RecvCall implements SocketCall {
  readonly isSelfContained = true;
  readonly buffer: Buffer;
  readonly length: number;
  readonly flags: number;
  constructor(buffer: Buffer, length: number, flags: number) {
    this.buffer = buffer;
    this.length = length;
    this.flags = flags;
  }
  attempt(s: SocketObject, dontwait: boolean): number {
    if (dontwait && mustBeWhole(this.flags)) return -EAGAIN;
    return recv(s.sock_fd, this.buffer, this.length, dontwait ? this.flags | MSG_DONTWAIT : this.flags);
  }
  kernelCall({ sock_fd }: SocketObject): SystemCall {
    return { number: SYS_recvfrom, args: [sock_fd, hostAddress(this.buffer), this.length, this.flags] };
  }
}

/** Whether only the kernel can tell when such a receive is over: without blocking it would return what is there. */
export function mustBeWhole(flags: number): boolean {
  return (flags & (MSG_WAITALL | MSG_DONTWAIT)) === MSG_WAITALL;
}

/** Where a buffer lies. It must not be moved or freed as long as that is used. */
export function hostAddress(buffer: Buffer): number {
  return typeof buffer === 'number' ? buffer : addressOf(buffer);
}

/** socketmodule.c: sock_recv_guts. How many bytes came (with MSG_TRUNC perhaps more than fit), or a negative result. */
export function sock_recv_guts(s: SocketObject, buffer: Buffer, length: number, flags: number): number {
  if (length === 0) return 0;
  if (isDirect(s)) {
    const n = recv(s.sock_fd, buffer, length, flags);
    return n === -EINTR ? sock_call_again(s, false, new RecvCall(buffer, length, flags)) : n;
  }
  return sock_call(s, false, new RecvCall(buffer, length, flags));
}

/** socketmodule.c: sock_send_impl */
class SendCall implements SocketCall {
  readonly isSelfContained = true;
  readonly buffer: Buffer;
  readonly length: number;
  readonly flags: number;
  constructor(buffer: Buffer, length: number, flags: number) {
    this.buffer = buffer;
    this.length = length;
    this.flags = flags;
  }
  attempt(s: SocketObject, dontwait: boolean): number {
    return send(s.sock_fd, this.buffer, this.length, dontwait ? this.flags | MSG_DONTWAIT : this.flags);
  }
  kernelCall(s: SocketObject): SystemCall {
    return sending(s, this.buffer, this.length, this.flags);
  }
}

function sending({ sock_fd }: SocketObject, buffer: Buffer, length: number, flags: number): SystemCall {
  return { number: SYS_sendto, args: [sock_fd, hostAddress(buffer), length, flags] };
}

function sendCall(s: SocketObject, buffer: Buffer, length: number, flags: number): SocketCall {
  if (!sendsWhole(s, flags)) return new SendCall(buffer, length, flags);
  return new WholeCall(flags, length, {
    step: ({ sock_fd }, all, done) => send(sock_fd, after(buffer, done), length - done, all),
    kernelCall: (self, done) => sending(self, after(buffer, done), length - done, flags),
  });
}

/** socketmodule.c: sock_send. How many bytes were sent, or a negative result. */
export function sock_send_guts(s: SocketObject, buffer: Buffer, length: number, flags: number): number {
  if (isDirect(s)) {
    const n = send(s.sock_fd, buffer, length, flags);
    return n === -EINTR ? sock_call_again(s, true, sendCall(s, buffer, length, flags)) : n;
  }
  return sock_call(s, true, sendCall(s, buffer, length, flags));
}

/**
 * socketmodule.c: sock_sendall. 0 when all is sent, or a negative result; how much was sent is then lost, as in Python.
 *
 * Where the waiter may suspend, all the sends are one call to it, which a scheduler resumes where it stopped.
 */
export function sock_sendall_guts(s: SocketObject, buffer: Buffer, length: number, flags: number): number {
  const { waiter, sock_timeout } = s;
  const maySuspend = waiter.take !== undefined || (waiter.interrupted !== undefined && sock_timeout !== 0);
  const hasTimeout = sock_timeout > 0;
  const deadline = hasTimeout ? monotonic() + sock_timeout : 0;
  let timeout = sock_timeout;
  let sent = 0;
  if (isDirect(s)) {
    const n = send(s.sock_fd, buffer, length, flags);
    // Differs: no look for signals after the last send. The interpreter looks when the call returns; a look takes 0.5 us.
    if (n === length || (n < 0 && n !== -EINTR)) return Math.min(n, 0);
    sent = Math.max(n, 0);
    if (maySuspend) return sock_call_again(s, true, new SendallCall(buffer, length, flags, sent));
    if (waiter.checkSignals() < 0) return INTERRUPTED;
  } else if (maySuspend) return sock_call(s, true, new SendallCall(buffer, length, flags, 0));
  do {
    if (hasTimeout && sent > 0) timeout = deadline - monotonic();
    if (hasTimeout && timeout <= 0) return TIMED_OUT;
    const call = new SendCall(after(buffer, sent), length - sent, flags);
    const n = sock_call_ex(s, true, call, false, timeout);
    if (n < 0) return n;
    sent += n;
    // A send that a signal cut short succeeds with what it sent: EINTR alone would not run the handlers.
    if (waiter.checkSignals() < 0) return INTERRUPTED;
  } while (sent < length);
  return 0;
}

class SendallCall implements SocketCall {
  readonly isSelfContained = true;
  readonly buffer: Buffer;
  readonly length: number;
  readonly flags: number;
  private sent: number;
  constructor(buffer: Buffer, length: number, flags: number, sent: number) {
    this.buffer = buffer;
    this.length = length;
    this.flags = flags;
    this.sent = sent;
  }
  attempt(s: SocketObject, dontwait: boolean): number {
    const flags = dontwait ? this.flags | MSG_DONTWAIT : this.flags;
    do {
      const n = send(s.sock_fd, after(this.buffer, this.sent), this.length - this.sent, flags);
      if (n < 0) return n;
      this.sent += n;
    } while (this.sent < this.length);
    return 0;
  }
  kernelCall(s: SocketObject): SystemCall {
    return sending(s, after(this.buffer, this.sent), this.length - this.sent, this.flags);
  }
  returned(_s: SocketObject, result: number): number {
    if (result < 0) return result;
    this.sent += result;
    return this.sent < this.length ? -EAGAIN : 0;
  }
}

/** The rest of a buffer. */
export function after(buffer: Buffer, offset: number): Buffer {
  if (offset === 0) return buffer;
  return typeof buffer === 'number' ? buffer + offset : buffer.subarray(offset);
}
