/** The type `_socket.socket`, with exceptions for results. The class that programs use is `stdlib/socket.ts`, on top of it. */

import { isMainThread } from 'node:worker_threads';
import { isErrno, TIMED_OUT } from '@pysock/host/call';
import { ECONNRESET, EWOULDBLOCK } from '@pysock/host/constants';
import { close } from '@pysock/host/sys';
import { intArgument } from '../address/arguments.ts';
import { getsockaddrarg, type SockAddr } from '../address/index.ts';
import { throwResult, ValueError } from '../base/errors.ts';
import {
  DEFAULT_BACKLOG,
  internal_connect,
  nameOf,
  peerOfAccept,
  sock_accept,
  sock_bind,
  sock_getpeername,
  sock_getsockname,
  sock_listen,
  sock_shutdown,
} from './connect.ts';
import { senderOf, sock_recvfrom_guts, sock_sendto_guts } from './datagram-io.ts';
import {
  type AfalgOptions,
  type AncillaryData,
  type Message,
  receiveMessage,
  receiveMessageInto,
  sendAfalgMessage,
  sendMessage,
} from './messages.ts';
import { type OptionValue, sock_getsockopt, sock_setsockopt } from './option-values.ts';
import { setipaddr } from './resolver.ts';
import { slicedWaiter } from './sliced-waiter.ts';
import {
  type BytesLike,
  bufferSizeArgument,
  byName,
  bytesArgument,
  fitBytes,
  newBytes,
  type ReceiveOptions,
  writableArgument,
} from './socket-arguments.ts';
import type { Waiter } from './socket-object.ts';
import { internal_setblocking, SocketObject, sock_open, sock_open_fileno } from './socket-object.ts';
import { sock_recv_guts, sock_send_guts, sock_sendall_guts } from './stream-io.ts';
import { sock_settimeout, timeoutArgument, timeoutSeconds } from './timeout.ts';
import { unclosed, withDescriptors } from './unclosed.ts';

/** How a socket is made: Python's arguments by their names, and how it waits. */
export interface SocketOptions {
  /** `AF_*`; AF_INET when it is left out or -1. */
  family?: number;
  /** `SOCK_*`, with SOCK_NONBLOCK perhaps; SOCK_STREAM when it is left out or -1. */
  type?: number;
  /** 0 when it is left out or -1. */
  proto?: number;
  /** A descriptor to take over. What is not given of it is asked of the system. */
  fileno?: number | null;
  /** How calls wait. When it is left out they block in the system: in a worker in slices, so that the worker can be terminated. */
  waiter?: Waiter;
}

const initNames = ['family', 'type', 'proto', 'fileno'] as const;
const intoNames = ['nbytes', 'flags'] as const;

function checked(result: number): number {
  return result < 0 ? throwResult(result) : result;
}

/**
 * socketmodule.c: PySocketSockObject. One end of a connection, or of an exchange of datagrams, as the system has it.
 * Addresses are in the form of their family: `[host, port]` for AF_INET. A call that fails throws {@link OSError}
 * or a subclass; one that takes longer than the timeout, TimeoutError.
 */
export class SocketType {
  readonly #s = new SocketObject();

  /**
   * socketmodule.c: sock_initobj. A new socket, not inheritable; or one for a descriptor, see {@link SocketOptions}. All
   * arguments by position, or the last of them an object with the others by name.
   */
  constructor(
    family?: number | SocketOptions,
    type?: number | SocketOptions,
    proto?: number | SocketOptions,
    fileno?: number | null | SocketOptions,
  );
  constructor(...args: unknown[]) {
    const { family = -1, type = -1, proto = -1, fileno, waiter } = byName<SocketOptions>(args, initNames);
    const kind = [intArgument(family), intArgument(type), intArgument(proto)] as const;
    if (waiter !== undefined) this.#s.waiter = waiter;
    else if (!isMainThread) this.#s.waiter = slicedWaiter;
    if (fileno === null || fileno === undefined) checked(withDescriptors(() => sock_open(this.#s, ...kind)));
    else {
      const fd = intArgument(fileno);
      if (fd < 0) throw new ValueError('negative file descriptor');
      checked(sock_open_fileno(this.#s, fd, ...kind));
    }
    unclosed.register(this, this.#s);
  }

  /** socketmodule.c: sock_memberlist, `family`: an `AF_*` */
  get family(): number {
    return this.#s.sock_family;
  }

  /** socketmodule.c: sock_memberlist, `type`: a `SOCK_*`, without flags. */
  get type(): number {
    return this.#s.sock_type;
  }

  /** socketmodule.c: sock_memberlist, `proto`: an `IPPROTO_*`, or whatever the family has. */
  get proto(): number {
    return this.#s.sock_proto;
  }

  /** socketmodule.c: sock_getsetlist, `timeout`: the same as gettimeout(). */
  get timeout(): number | null {
    return this.gettimeout();
  }

  /** How the calls of this socket wait. */
  protected get waiter(): Waiter {
    return this.#s.waiter;
  }

  /** socketmodule.c: sock__accept_impl. The descriptor of a new connection, and the address of its peer. */
  _accept(): [fd: number, address: SockAddr] {
    const fd = checked(withDescriptors(() => sock_accept(this.#s)));
    return [fd, peerOfAccept(this.#s)];
  }

  /** socketmodule.c: sock_bind. Gives the socket a local address. */
  bind(address: unknown): void {
    checked(sock_bind(this.#s, this.#sockaddr(address, 'bind')));
  }

  /** socketmodule.c: sock_connect. Connects to a remote address; of a datagram socket, sets where send() sends to. */
  connect(address: unknown): void {
    checked(internal_connect(this.#s, this.#sockaddr(address, 'connect')));
  }

  /**
   * socketmodule.c: sock_connect_ex. Like connect(), but answers the system's error number instead of throwing; 0 is success.
   * An address that is none throws all the same.
   */
  connect_ex(address: unknown): number {
    const result = internal_connect(this.#s, this.#sockaddr(address, 'connect_ex'));
    if (result === TIMED_OUT) return EWOULDBLOCK;
    return result >= 0 ? 0 : isErrno(result) ? -result : throwResult(result);
  }

  /** socketmodule.c: sock_listen. Lets the socket accept connections; `backlog` is how many may wait to be accepted. */
  listen(backlog: number = DEFAULT_BACKLOG): void {
    checked(sock_listen(this.#s, intArgument(backlog)));
  }

  /** socketmodule.c: sock_recv. At most `bufsize` bytes, none when the peer has closed its side. `flags` are `MSG_*`. */
  recv(bufsize: number, flags = 0): Uint8Array {
    const bytes = newBytes(bufferSizeArgument(bufsize, 'recv'));
    return fitBytes(bytes, checked(sock_recv_guts(this.#s, bytes, bytes.length, intArgument(flags))));
  }

  /**
   * socketmodule.c: sock_recv_into. Like recv(), into a buffer; answers how many bytes came. `nbytes` and `flags` by
   * position or by name.
   *
   * @throws ValueError when the buffer is shorter than `nbytes`.
   */
  recv_into(buffer: BytesLike, nbytes?: number, flags?: number): number;
  recv_into(buffer: BytesLike, options?: ReceiveOptions): number;
  recv_into(buffer: BytesLike, ...args: unknown[]): number {
    const { nbytes = 0, flags = 0 } = byName<ReceiveOptions>(args, intoNames);
    const bytes = writableArgument(buffer, 'recv_into() argument 1');
    const size = bufferSizeArgument(nbytes, 'recv_into') || bytes.length;
    if (size > bytes.length) throw new ValueError('buffer too small for requested bytes');
    return checked(sock_recv_guts(this.#s, bytes, size, intArgument(flags)));
  }

  /** socketmodule.c: sock_recvfrom. Like recv(), with the address of the sender. */
  recvfrom(bufsize: number, flags = 0): [data: Uint8Array, address: SockAddr] {
    const bytes = newBytes(bufferSizeArgument(bufsize, 'recvfrom'));
    const received = checked(sock_recvfrom_guts(this.#s, bytes, bytes.length, intArgument(flags)));
    return [fitBytes(bytes, received), senderOf(this.#s)];
  }

  /** socketmodule.c: sock_recvfrom_into. Like recv_into(), with the address of the sender. */
  recvfrom_into(buffer: BytesLike, nbytes?: number, flags?: number): [nbytes: number, address: SockAddr];
  recvfrom_into(buffer: BytesLike, options?: ReceiveOptions): [nbytes: number, address: SockAddr];
  recvfrom_into(buffer: BytesLike, ...args: unknown[]): [number, SockAddr] {
    const { nbytes = 0, flags = 0 } = byName<ReceiveOptions>(args, intoNames);
    const bytes = writableArgument(buffer, 'recvfrom_into() argument 1');
    const wanted = bufferSizeArgument(nbytes, 'recvfrom_into');
    if (wanted > bytes.length) throw new ValueError('nbytes is greater than the length of the buffer');
    const size = wanted || bytes.length;
    const received = checked(sock_recvfrom_guts(this.#s, bytes, size, intArgument(flags)));
    return [received, senderOf(this.#s)];
  }

  /** socketmodule.c: sock_send. Answers how many of the bytes the system took, which may be fewer than were given. */
  send(data: BytesLike, flags = 0): number {
    const bytes = bytesArgument(data);
    return checked(sock_send_guts(this.#s, bytes, bytes.length, intArgument(flags)));
  }

  /** socketmodule.c: sock_sendall. Sends all the bytes; when it throws, how many were sent is not known. */
  sendall(data: BytesLike, flags = 0): void {
    const bytes = bytesArgument(data);
    checked(sock_sendall_guts(this.#s, bytes, bytes.length, intArgument(flags)));
  }

  /** socketmodule.c: sock_sendto. Like send(), to an address. */
  sendto(data: BytesLike, address: unknown): number;
  sendto(data: BytesLike, flags: number, address: unknown): number;
  sendto(data: BytesLike, ...rest: [address: unknown] | [flags: number, address: unknown]): number {
    const given = rest.length + 1;
    if (given < 2 || given > 3) throw new TypeError(`sendto() takes 2 or 3 arguments (${given} given)`);
    const bytes = bytesArgument(data);
    const flags = rest.length === 1 ? 0 : intArgument(rest[0]);
    const to = this.#sockaddr(rest.at(-1), 'sendto');
    return checked(sock_sendto_guts(this.#s, bytes, bytes.length, flags, to));
  }

  /**
   * socketmodule.c: sock_sendmsg. Sends the bytes of several buffers as one message, with ancillary data; answers how many of
   * the bytes were sent.
   *
   * @param ancdata items `[cmsg_level, cmsg_type, cmsg_data]`.
   * @param address null for where the socket is connected to.
   */
  sendmsg(
    buffers: Iterable<BytesLike>,
    ancdata: Iterable<AncillaryData> = [],
    flags = 0,
    address: unknown = null,
  ): number {
    const to = address === null ? null : this.#sockaddr(address, 'sendmsg');
    return sendMessage(this.#s, buffers, ancdata, flags, to);
  }

  /** socketmodule.c: sock_sendmsg_afalg. Sends data to an AF_ALG operation, with what it needs to know. */
  sendmsg_afalg(options: AfalgOptions): number;
  sendmsg_afalg(msg: Iterable<BytesLike>, options: AfalgOptions): number;
  sendmsg_afalg(...args: unknown[]): number {
    const { msg = [], ...options } = byName<AfalgOptions & { msg: Iterable<BytesLike> }>(args, ['msg']);
    return sendAfalgMessage(this.#s, msg, options);
  }

  /**
   * socketmodule.c: sock_recvmsg. Receives a message of at most `bufsize` bytes, and its ancillary data if there is room for
   * it: `ancbufsize` bytes, see {@link CMSG_SPACE}. Descriptors that come with it (SCM_RIGHTS) are the caller's to close.
   */
  recvmsg(bufsize: number, ancbufsize = 0, flags = 0): Message {
    return receiveMessage(this.#s, bufsize, ancbufsize, flags);
  }

  /** socketmodule.c: sock_recvmsg_into. Like recvmsg(), into several buffers, of which one is filled after the other. */
  recvmsg_into(buffers: Iterable<BytesLike>, ancbufsize = 0, flags = 0): Message<number> {
    return receiveMessageInto(this.#s, buffers, ancbufsize, flags);
  }

  /** socketmodule.c: sock_shutdown. Ends the reading side (SHUT_RD), the writing side (SHUT_WR) or both (SHUT_RDWR). */
  shutdown(how: number): void {
    checked(sock_shutdown(this.#s, intArgument(how)));
  }

  /** socketmodule.c: sock_close. Does nothing to a socket that is closed already. */
  close(): void {
    const fd = this.#release();
    if (fd === -1) return;
    const closed = close(fd);
    // bpo-30319: the peer may have reset the connection; close() has closed all the same.
    if (closed !== -ECONNRESET) checked(closed);
  }

  /** socketmodule.c: sock_detach. Gives the descriptor up without closing it; answers it, -1 when there is none. */
  detach(): number {
    return this.#release();
  }

  #release(): number {
    const fd = this.#s.sock_fd;
    this.#s.sock_fd = -1;
    unclosed.unregister(this, this.#s);
    return fd;
  }

  /** socketmodule.c: sock_fileno. The descriptor, -1 when the socket is closed. */
  fileno(): number {
    return this.#s.sock_fd;
  }

  /** socketmodule.c: sock_getsockname. The local address. */
  getsockname(): SockAddr {
    checked(sock_getsockname(this.#s));
    return nameOf(this.#s);
  }

  /** socketmodule.c: sock_getpeername. The address of the remote end. */
  getpeername(): SockAddr {
    checked(sock_getpeername(this.#s));
    return nameOf(this.#s);
  }

  /**
   * socketmodule.c: sock_getsockopt. An option as an integer, or as bytes when `buflen`, their greatest number, is given.
   * Integers of AF_VSOCK have 64 bits and are bigints.
   */
  getsockopt(level: number, optname: number): number;
  getsockopt(level: number, optname: number, buflen: number): Uint8Array;
  getsockopt(level: number, optname: number, buflen = 0): number | bigint | Uint8Array {
    return sock_getsockopt(this.#s, level, optname, buflen);
  }

  /** socketmodule.c: sock_setsockopt. Sets an option to an integer, to bytes, or to no value of a given length. */
  setsockopt(level: number, optname: number, value: number | bigint | boolean | BytesLike): void;
  setsockopt(level: number, optname: number, value: null, optlen: number): void;
  setsockopt(...args: [level: number, optname: number, value: OptionValue, optlen?: number]): void {
    sock_setsockopt(this.#s, args);
  }

  /** socketmodule.c: sock_setblocking. True is settimeout(null), false is settimeout(0). */
  setblocking(flag: boolean): void {
    const block = Boolean(flag);
    this.#s.sock_timeout = block ? -1 : 0;
    checked(internal_setblocking(this.#s, block));
  }

  /** socketmodule.c: sock_getblocking. False in non-blocking mode; true with a timeout, and without one. */
  getblocking(): boolean {
    return this.#s.sock_timeout !== 0;
  }

  /** socketmodule.c: sock_settimeout. The seconds that a call may take: null for no end, 0 for not waiting at all. */
  settimeout(value: number | null): void {
    checked(sock_settimeout(this.#s, timeoutArgument(value)));
  }

  /** socketmodule.c: sock_gettimeout. Seconds, null for no end. */
  gettimeout(): number | null {
    return timeoutSeconds(this.#s.sock_timeout);
  }

  #sockaddr(address: unknown, caller: string): Uint8Array {
    const { sock_family, sock_proto, sock_type } = this.#s;
    return getsockaddrarg(address, sock_family, sock_proto, sock_type, caller, setipaddr);
  }
}
