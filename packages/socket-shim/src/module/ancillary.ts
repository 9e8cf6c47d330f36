/** Messages with ancillary data: sendmsg, recvmsg. A part of a message may lie at a host address (see sys/socket.ts). */
import { makesockaddr, type SockAddr, sockaddrSize } from '../address/index.ts';
import { ALG_SET_AEAD_ASSOCLEN, ALG_SET_IV, ALG_SET_OP, MSG_DONTWAIT, SOL_ALG } from '../constants/index.ts';
import { af_alg_iv, iovec, msghdr } from '../sys/layouts/index.ts';
import { addressOf } from '../sys/libc.ts';
import * as sys from '../sys/socket.ts';
import { close } from '../sys/unistd.ts';
import {
  type AncillaryItem,
  controlData,
  get_CMSG_LEN,
  get_CMSG_SPACE,
  receivedDescriptors,
  SOCKLEN_T_LIMIT,
} from './control-data.ts';
import { ValueError } from './errors.ts';
import { sock_call } from './sock-call.ts';
import { SOCK_ADDR_SIZE, type SocketObject } from './socket-object.ts';
import type { SocketCall } from './waiting.ts';
import { receivesWhole, sendsWhole, WholeCall } from './whole-call.ts';

/** A part of a message: bytes, or where they lie in the host's memory. */
export type Part = Uint8Array | { readonly address: number; readonly length: number };

const lengthOf = (parts: readonly Part[]): number => parts.reduce((sum, { length }) => sum + length, 0);

/** What is left of the parts after so many bytes. */
function restOf(parts: readonly Part[], done: number): readonly Part[] {
  let skipped = done;
  return parts.flatMap((part) => {
    const skip = Math.min(skipped, part.length);
    skipped -= skip;
    if (skip === part.length) return [];
    if (skip === 0) return [part];
    return part instanceof Uint8Array
      ? [part.subarray(skip)]
      : [{ address: part.address + skip, length: part.length - skip }];
  });
}

/** A `struct msghdr`, and all that it points to. The memory stays in its place while the object is reachable. */
class MessageHeader {
  readonly bytes = new Uint8Array(msghdr.sizeof);
  readonly name: Uint8Array | null;
  readonly control: Uint8Array | null;
  readonly #parts: readonly Part[];
  readonly #vector: Uint8Array;
  readonly #view = new DataView(this.bytes.buffer);

  constructor(name: Uint8Array | null, parts: readonly Part[], control: Uint8Array | null) {
    this.name = name;
    this.control = control;
    this.#parts = parts;
    this.#vector = new Uint8Array(parts.length * iovec.sizeof);
    const vector = new DataView(this.#vector.buffer);
    this.#parts.forEach((part, index) => {
      const address = part instanceof Uint8Array ? addressOf(part) : part.address;
      vector.setBigUint64(index * iovec.sizeof + iovec.iov_base, BigInt(address), true);
      vector.setBigUint64(index * iovec.sizeof + iovec.iov_len, BigInt(part.length), true);
    });
    this.#point(msghdr.msg_iov, this.#vector);
    this.#view.setBigUint64(msghdr.msg_iovlen, BigInt(parts.length), true);
    this.#point(msghdr.msg_name, name);
    this.#point(msghdr.msg_control, control);
  }

  #point(field: number, bytes: Uint8Array | null): void {
    const address = bytes === null || bytes.length === 0 ? 0 : addressOf(bytes);
    this.#view.setBigUint64(field, BigInt(address), true);
  }

  get nameLength(): number {
    return this.#view.getUint32(msghdr.msg_namelen, true);
  }
  set nameLength(length: number) {
    this.#view.setUint32(msghdr.msg_namelen, length, true);
  }
  get controlLength(): number {
    return Number(this.#view.getBigUint64(msghdr.msg_controllen, true));
  }
  set controlLength(length: number) {
    this.#view.setBigUint64(msghdr.msg_controllen, BigInt(length), true);
  }
  get flags(): number {
    return this.#view.getInt32(msghdr.msg_flags, true);
  }
}

/** socketmodule.c: sock_sendmsg_impl */
class SendmsgCall implements SocketCall {
  readonly flags: number;
  readonly #to: Uint8Array | null;
  readonly #parts: readonly Part[];
  #message: MessageHeader;

  constructor(parts: readonly Part[], control: Uint8Array | null, flags: number, to: Uint8Array | null) {
    this.#to = to;
    this.#parts = parts;
    this.#message = this.#messageOf(parts, control);
    this.flags = flags;
  }

  #messageOf(parts: readonly Part[], control: Uint8Array | null): MessageHeader {
    const message = new MessageHeader(this.#to, parts, control);
    message.nameLength = this.#to?.length ?? 0;
    message.controlLength = control?.length ?? 0;
    return message;
  }

  attempt(s: SocketObject, dontwait: boolean): number {
    return this.send(s, dontwait ? this.flags | MSG_DONTWAIT : this.flags, 0);
  }

  /** Sends from `done` bytes on. The ancillary data goes with the first of them. */
  send(s: SocketObject, flags: number, done: number): number {
    if (done > 0) this.#message = this.#messageOf(restOf(this.#parts, done), null);
    return sys.sendmsg(s.sock_fd, this.#message.bytes, flags);
  }
}

/**
 * socketmodule.c: sock_sendmsg. How many bytes of the parts were sent, or a negative result. `items` are of a size that
 * `sizeProblem` has nothing against; `to` is a sockaddr.
 */
export function sock_sendmsg_guts(
  s: SocketObject,
  parts: readonly Part[],
  items: readonly AncillaryItem[],
  flags: number,
  to: Uint8Array | null,
): number {
  const control = items.length === 0 ? null : controlData(items);
  const call = new SendmsgCall(parts, control, flags, to);
  if (!sendsWhole(s, flags)) return sock_call(s, true, call);
  return sock_call(s, true, new WholeCall(flags, lengthOf(parts), (_, all, done) => call.send(s, all, done)));
}

/** What an AF_ALG operation is told besides its data. */
export interface AlgOperation {
  /** ALG_OP_DECRYPT, ALG_OP_ENCRYPT, ... */
  readonly op: number;
  /** The initialisation vector. */
  readonly iv?: Uint8Array;
  /** How much of the data is associated with an AEAD cipher's message and not encrypted. */
  readonly assoclen?: number;
}

/** socketmodule.c: sock_sendmsg_afalg. How many bytes of the parts were sent, or a negative result. */
export function sock_sendmsg_afalg_guts(
  s: SocketObject,
  parts: readonly Part[],
  { op, iv, assoclen }: AlgOperation,
  flags: number,
): number {
  const items: AncillaryItem[] = [[SOL_ALG, ALG_SET_OP, word(op)]];
  const vector = iv === undefined ? undefined : ivData(iv);
  if (vector !== undefined) items.push([SOL_ALG, ALG_SET_IV, vector]);
  if (assoclen !== undefined) items.push([SOL_ALG, ALG_SET_AEAD_ASSOCLEN, word(assoclen)]);
  // sic: the header of the vector counts the padding too.
  const control = controlData(items, (data) => (data === vector ? get_CMSG_SPACE : get_CMSG_LEN)(data.length));
  return sock_call(s, true, new SendmsgCall(parts, control, flags, null));
}

function word(value: number): Uint8Array {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

function ivData(iv: Uint8Array): Uint8Array {
  const data = new Uint8Array(af_alg_iv.sizeof + iv.length);
  data.set(word(iv.length), af_alg_iv.ivlen);
  data.set(iv, af_alg_iv.iv);
  return data;
}

/**
 * socketmodule.c: sock_recvmsg_impl. When it has succeeded it holds what came: the ancillary data, the flags, the sender.
 * Descriptors among it are open: who can't hand them on calls `closeDescriptors`.
 */
export class RecvmsgCall implements SocketCall {
  readonly flags: number;
  readonly #parts: readonly Part[];
  readonly #addressSize: number;
  #message: MessageHeader;

  /**
   * `ancbufsize` is how many bytes of ancillary data there is room for.
   *
   * @throws OSError for a family without addresses, ValueError for a size that is none.
   */
  constructor(s: SocketObject, parts: readonly Part[], ancbufsize: number, flags: number) {
    this.#addressSize = sockaddrSize(s.sock_family, s.sock_proto);
    if (ancbufsize < 0 || ancbufsize > SOCKLEN_T_LIMIT) throw new ValueError('invalid ancillary data buffer length');
    const control = ancbufsize > 0 ? new Uint8Array(ancbufsize) : null;
    this.#message = new MessageHeader(new Uint8Array(SOCK_ADDR_SIZE), parts, control);
    this.#parts = parts;
    this.flags = flags;
  }

  attempt(s: SocketObject, dontwait: boolean): number {
    return this.receive(s, dontwait ? this.flags | MSG_DONTWAIT : this.flags, 0);
  }

  /** How many bytes the parts have room for. */
  get length(): number {
    return lengthOf(this.#parts);
  }

  /** Receives from `done` bytes on. As in the kernel, ancillary data ends a message: 0 after it. */
  receive(s: SocketObject, flags: number, done: number): number {
    const { name, control } = this.#message;
    if (done > 0) {
      if (this.control.length > 0) return 0;
      this.#message = new MessageHeader(name, restOf(this.#parts, done), control);
    }
    this.#message.nameLength = this.#addressSize;
    this.#message.controlLength = control?.length ?? 0;
    const received = sys.recvmsg(s.sock_fd, this.#message.bytes, flags);
    if (received < 0) this.#message.controlLength = 0;
    return received;
  }

  /** The ancillary data that came. */
  get control(): Uint8Array {
    return this.#message.control?.subarray(0, this.#message.controlLength) ?? new Uint8Array(0);
  }

  /** `MSG_*`: what the kernel says of the message. */
  get messageFlags(): number {
    return this.#message.flags;
  }

  /** The sender, null where the kernel names none. */
  sender(s: SocketObject): SockAddr {
    const length = Math.min(this.#message.nameLength, this.#addressSize);
    return makesockaddr(this.#message.name as Uint8Array, length, s.sock_proto);
  }

  /** socketmodule.c: sock_recvmsg_guts, err_closefds */
  closeDescriptors(): void {
    for (const fd of receivedDescriptors(this.control)) close(fd);
  }
}

/** socketmodule.c: sock_recvmsg_guts, the call. How many bytes came (with MSG_TRUNC perhaps more than fit), or a negative result. */
export function sock_recvmsg_guts(s: SocketObject, call: RecvmsgCall): number {
  if (!receivesWhole(s, call.flags)) return sock_call(s, false, call);
  return sock_call(s, false, new WholeCall(call.flags, call.length, (_, all, done) => call.receive(s, all, done)));
}
